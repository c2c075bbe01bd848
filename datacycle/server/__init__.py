"""The workbench in a browser: who may open a page, and the process behind each page.

``start.serve(settings)`` is the door. The parts:

- ``settings``: what can be chosen, and which addresses are refused.
- ``identity``, ``sign_in``, ``passcodes``: who is asking.
- ``app``, ``handlers``, ``headers``: what is given out, to whom, with which safeguards.
- ``kernels``, ``forked``, ``forkserver``: one process per page, owned by who opened it.
- ``lab``: JupyterLab for those who write notebooks.

Nothing here knows what a page shows.
"""
