"""PDF and Word files made for tests, byte by byte where a file must be as no program would write it."""

import zipfile
import zlib
from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO

import docx


def pdf(
    pages: Sequence[Sequence[str]],
    *,
    info: str = "/Title (Levy report) /Author (Ann Lee, Bo Ek) /CreationDate (D:20250224103000+01'00')",
    stream: bytes | None = None,
) -> bytes:
    """A PDF of these lines on these pages; `stream` stands for the content of every page."""
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects: list[bytes] = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, lines in enumerate(pages):
        shown = "".join(f"({line}) Tj 0 -14 Td\n" for line in lines)
        content = zlib.compress(f"BT /F1 12 Tf 72 720 Td\n{shown}ET".encode("cp1252")) if stream is None else stream
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >> "
            f"/Contents {5 + 2 * number} 0 R >>".encode()
        )
        objects.append(
            f"<< /Length {len(content)} /Filter /FlateDecode >>\nstream\n".encode() + content + b"\nendstream"
        )
    objects.append(f"<< {info} >>".encode("cp1252"))
    out = BytesIO(b"%PDF-1.4\n")
    out.seek(0, 2)
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(f"{number} 0 obj\n".encode() + body + b"\nendobj\n")
    table = out.tell()
    out.write(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode())
    out.write(b"".join(f"{place:010} 00000 n \n".encode() for place in places))
    out.write(f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R /Info {len(objects)} 0 R >>\n".encode())
    out.write(f"startxref\n{table}\n%%EOF\n".encode())
    return out.getvalue()


def word(*paragraphs: str, title: str = "", author: str = "", made: datetime | None = None) -> bytes:
    """A Word document of these paragraphs and a table of two rows."""
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    table = document.add_table(rows=2, cols=2)
    for row, cells in zip(table.rows, (("Year", "Levy"), ("2024", "18 percent")), strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    facts = document.core_properties
    facts.title, facts.author = title, author
    facts.created = facts.modified = made or datetime(2025, 2, 24, 9, 30, tzinfo=UTC)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def repacked(raw: bytes, replaced: dict[str, bytes]) -> bytes:
    """The same zip archive with other bytes in some of its parts."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(raw)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in (*old.namelist(), *(name for name in replaced if name not in old.namelist())):
            new.writestr(name, replaced[name] if name in replaced else old.read(name))
    return out.getvalue()
