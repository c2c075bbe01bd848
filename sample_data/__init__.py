"""An invented school with known truth: a seeded generator, its files, a workspace to try.

``python -m sample_data`` writes the committed files anew; ``workspace.ensure_sample`` makes a
workspace of them. See README.md beside this file.
"""
