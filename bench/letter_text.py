"""The words of a letter of ordinary length; every peer gets the same."""

from typing import Final

TITLE: Final = "希望学校门口装红绿灯"
TEXT: Final = (
    "每天早上七点半到八点，路口过街的孩子很多，车速又快。希望装一个红绿灯。" * 6
)
