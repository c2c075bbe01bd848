# Every target calls start.py, which also works where there is no make: python start.py run|test
PYTHON ?= python3
ARGS ?=

.PHONY: run test lab lint bench lock clean

run:    ## open the dashboards on the sample workspace
	@$(PYTHON) start.py run $(ARGS)
test:   ## run every check
	@$(PYTHON) start.py test $(ARGS)
lab:    ## open JupyterLab on the notebooks
	@$(PYTHON) start.py lab $(ARGS)
lint:   ## check the code's style
	@$(PYTHON) start.py lint
bench:  ## measure what has a stated limit
	@$(PYTHON) start.py bench $(ARGS)
lock:   ## make the locks anew from pyproject.toml
	@$(PYTHON) start.py lock
clean:  ## remove what can be made again
	@$(PYTHON) start.py clean
