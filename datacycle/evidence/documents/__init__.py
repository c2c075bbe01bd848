"""The files of a package, all made from one settled tree of evidence."""

from .build import build_documents

__all__ = ["build_documents"]
