"""Small frames of sums as JSON text and back, column types included."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


def pack(frame: pd.DataFrame) -> str:
    """Write a frame as text; whole numbers stay whole, missing stays missing.

    Examples
    --------
    >>> import pandas as pd
    >>> pack(pd.DataFrame({"item_id": ["q1"], "n": [30]}))
    '{"index": [], "columns": [["item_id", "str", ["q1"]], ["n", "int64", [30]]]}'
    """
    index = [] if _is_plain(frame) else [name or "index" for name in frame.index.names]
    flat = frame.reset_index(names=index) if index else frame
    columns = [
        [str(name), str(flat[name].dtype), [_plain(value) for value in flat[name].tolist()]]
        for name in flat.columns
    ]
    return json.dumps({"index": index, "columns": columns}, ensure_ascii=False)


def unpack(text: str) -> pd.DataFrame:
    """Read a frame back."""
    import pandas as pd

    stored = json.loads(text)
    columns = {name: pd.Series(values, dtype=dtype) for name, dtype, values in stored["columns"]}
    frame = pd.DataFrame(columns)
    return frame.set_index(stored["index"]) if stored["index"] else frame


def _is_plain(frame: pd.DataFrame) -> bool:
    import pandas as pd

    return frame.index.equals(pd.RangeIndex(len(frame))) and frame.index.name is None


def _plain(value: object) -> object:
    import pandas as pd

    if value is None or value is pd.NA or (isinstance(value, float) and math.isnan(value)):
        return None
    return value
