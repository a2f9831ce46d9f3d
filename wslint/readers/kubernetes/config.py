"""ConfigMaps, Secrets and claims (Kubernetes API reference, ConfigMap, Secret, PersistentVolumeClaim)."""

from __future__ import annotations

from typing import Literal

from wslint.model.kubernetes_objects import ConfigObject
from wslint.model.value import Known, Unknown
from wslint.readers.kubernetes.objects import ManifestObject
from wslint.readers.kubernetes.section import Section, is_null, is_template
from wslint.syntax.yaml import Mapping, Scalar

_FILLED_TYPE = "kubernetes.io/service-account-token"
Data = dict[str, "Known[str] | Unknown"]


def read_config(
    found: ManifestObject, kind: Literal["ConfigMap", "Secret", "PersistentVolumeClaim"]
) -> ConfigObject:
    """The object with its keys. `stringData` wins over `data`, whose values are encoded."""
    data: Data = {}
    complete = found.placed and not is_template(found.name)
    for key, text in (("binaryData", False), ("data", kind == "ConfigMap"), ("stringData", True)):
        if kind == "PersistentVolumeClaim" or not found.root.is_set(key):
            continue
        section = found.root.section(key)
        complete = section is not None and _read(section, data, text=text) and complete
    return ConfigObject(
        kind=kind,
        name=found.name,
        namespace=found.namespace,
        data=data,
        owner=found.owner,
        extent=found.extent,
        complete=complete,
        filled=kind == "Secret" and (found.root.word("type") or "").startswith(_FILLED_TYPE),
    )


def _read(section: Section, data: Data, *, text: bool) -> bool:
    """Take the entries over; false where a key cannot be known."""
    complete = True
    for entry in section.mapping.items():
        key, value = entry.key_text, entry.value
        if key is None or is_template(key):
            complete = False
        elif not isinstance(value, Scalar):
            kind = "mapping" if isinstance(value, Mapping) else "list"
            data[key] = Unknown(f"a string is wanted, and this is a {kind}", entry.use)
        elif not text:
            data[key] = Unknown("it is encoded", value.content_span)
        elif "{{" in value.value or "${" in value.value:
            data[key] = Unknown("it may be a template", value.content_span)
        else:
            written = "" if is_null(value) else value.value
            data[key] = Known(written, value.content_span, section.via_of(entry))
    return complete
