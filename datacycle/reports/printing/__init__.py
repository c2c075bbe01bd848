"""An assessment on paper: the sheet for students, and the key for teachers."""

from .sheets import student_sheet, teacher_sheet
from .typeset import CannotPrint, print_students, print_teachers

__all__ = ["CannotPrint", "print_students", "print_teachers", "student_sheet", "teacher_sheet"]
