"""The catalogue of a release: DCAT 3 as JSON-LD, with a data set per mart.

Vocabulary: W3C recommendation "Data Catalog Vocabulary (DCAT) - Version 3" of 2024-08-22. Addresses are
relative to the catalogue, or begin with the address of the author where the settings have one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from orchestration.contracts.credit import address
from orchestration.contracts.declaration import Declaration
from orchestration.release.citation import TITLE_EN, TITLE_KO, cite
from orchestration.release.export import ExportedMart, Model
from orchestration.release.hash_cache import file_hash
from orchestration.release.identity import ReleaseIdentity
from orchestration.storage.files import write_json

_MEDIA = "https://www.iana.org/assignments/media-types/"
_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def write_catalogue(
    folder: Path,
    path: Path,
    marts: Sequence[ExportedMart],
    models: Mapping[str, Model],
    sources: Sequence[Declaration],
    identity: ReleaseIdentity,
) -> None:
    """Write the catalogue of the release in `folder` to `path`, two folders below it."""
    publisher = {"@type": "foaf:Agent", "foaf:name": identity.author}
    catalogue: dict[str, Any] = {
        "@context": _CONTEXT,
        "@id": "catalog.jsonld",
        "@type": "dcat:Catalog",
        "dcterms:identifier": identity.release_id,
        "dcterms:title": _texts(TITLE_KO, TITLE_EN),
        "dcterms:publisher": publisher,
        "dcterms:issued": {"@type": "xsd:date", "@value": identity.released.isoformat()},
        "dcterms:bibliographicCitation": _texts(cite(identity).korean, cite(identity).english),
        "dcat:version": identity.number,
        "dcat:dataset": [
            _dataset(folder, mart, models[mart.name], sources, publisher, identity)
            for mart in marts
        ],
    }
    if identity.link:
        catalogue["dcat:landingPage"] = {"@id": identity.link}
    write_json(path, catalogue)


def _dataset(
    folder: Path,
    mart: ExportedMart,
    model: Model,
    sources: Sequence[Declaration],
    publisher: Mapping[str, str],
    identity: ReleaseIdentity,
) -> dict[str, Any]:
    meanings = _texts(str(model["config"]["meta"]["ko"]), str(model["description"]))
    licences = sorted({address(source.licence.url) for source in sources} - {""})
    forms = (("csv", "text/csv"), ("parquet", "application/vnd.apache.parquet"))
    files = [(f"{form}/{mart.name}.{form}", media) for form, media in forms]
    return {
        "@id": f"catalog.jsonld#{mart.name}",
        "@type": "dcat:Dataset",
        "dcterms:identifier": mart.name,
        "dcterms:title": mart.name,
        "dcterms:description": meanings,
        "dcterms:publisher": publisher,
        "dcterms:license": [{"@id": licence} for licence in licences],
        "dcterms:source": [
            {"@id": page}
            for page in sorted({address(source.landing_page) for source in sources} - {""})
        ],
        "dcat:version": identity.number,
        "dcat:distribution": [_distribution(folder, name, media) for name, media in files],
    }


def _distribution(folder: Path, name: str, media: str) -> dict[str, Any]:
    path = folder / name
    return {
        "@id": f"catalog.jsonld#{name}",
        "@type": "dcat:Distribution",
        "dcterms:title": name,
        "dcat:downloadURL": {"@id": f"../../{name}"},
        "dcat:mediaType": {"@id": f"{_MEDIA}{media}"},
        "dcat:byteSize": {"@type": "xsd:nonNegativeInteger", "@value": str(path.stat().st_size)},
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
            "spdx:checksumValue": file_hash(path),
        },
    }


def _texts(korean: str, english: str) -> list[dict[str, str]]:
    return [
        {"@language": "ko", "@value": korean},
        {"@language": "en", "@value": english},
    ]
