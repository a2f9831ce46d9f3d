"""Small kustomizations with `replacements`: every form of a source, a target, a path and a division."""

from kustomize_odd_cases import POD, one

CONFIG = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c, labels: {l: x}}\ndata: {k: a.b.c, empty: '', number: '7', yes: 'yes'}\n"
OTHER = (
    "apiVersion: v1\nkind: Pod\nmetadata: {name: q, labels: {l: x}, annotations: {n: r}}\n"
    'spec:\n  replicas: 3\n  share: 0.5\n  hostNetwork: true\n  containers: [{name: b, image: "nginx:1.25", args: [x, "y"]}]\n'
)
FROM_CONFIG = "{kind: ConfigMap, fieldPath: data.k}"


def replaced(source: str, *targets: str) -> dict[str, str]:
    entry = f"{{source: {source}, targets: [{', '.join(targets)}]}}"
    return one(f"{CONFIG}---\n{POD}---\n{OTHER}", f"replacements: [{entry}]\n")


def divided(options: str, paths: str = "spec.containers.0.image") -> dict[str, str]:
    return replaced(
        FROM_CONFIG, f"{{select: {{kind: Pod}}, fieldPaths: ['{paths}'], options: {{{options}}}}}"
    )


def at(path: str, options: str = "") -> dict[str, str]:
    return replaced(FROM_CONFIG, f"{{select: {{name: q}}, fieldPaths: ['{path}']{options}}}")


TO_Q = "{select: {name: q}, fieldPaths: [spec.containers.0.image]}"
CREATE = ", options: {create: true}"

REPLACEMENT_CASES: dict[str, dict[str, str]] = {
    "replacement without a path is of the name": replaced("{kind: ConfigMap}", "{select: {name: q}}"),
    "replacement from an empty value": replaced("{kind: ConfigMap, fieldPath: data.empty}", TO_Q),
    "replacement from a mapping": replaced(
        "{kind: ConfigMap, fieldPath: metadata.labels}", "{select: {name: q}, fieldPaths: [metadata.labels]}"
    ),
    "replacement from two objects": replaced("{kind: Pod}", TO_Q),
    "replacement from none": replaced("{kind: Service}", TO_Q),
    "replacement from several fields": replaced("{name: q, fieldPath: spec.containers.0.args.*}", TO_Q),
    "replacement from a part": replaced(
        "{kind: ConfigMap, fieldPath: data.k, options: {delimiter: ., index: 1}}", TO_Q
    ),
    "replacement from the first part": replaced(
        "{kind: ConfigMap, fieldPath: data.k, options: {delimiter: .}}", TO_Q
    ),
    "replacement from no part": replaced(
        "{kind: ConfigMap, fieldPath: data.k, options: {delimiter: ., index: 7}}", TO_Q
    ),
    "replacement from the part of a mapping": replaced(
        "{kind: ConfigMap, fieldPath: data, options: {delimiter: .}}", TO_Q
    ),
    "replacement without a source": one(POD, "replacements: [{targets: []}]\n"),
    "replacement without targets": one(POD, "replacements: [{source: {kind: Pod}}]\n"),
    "replacement without a select": replaced(FROM_CONFIG, "{fieldPaths: [metadata.name]}"),
    "replacement by label": replaced(
        FROM_CONFIG, "{select: {labelSelector: 'l=x', kind: Pod}, fieldPaths: [metadata.name]}"
    ),
    "replacement but not by label": replaced(
        FROM_CONFIG, "{select: {kind: Pod}, reject: [{labelSelector: 'l=x'}], fieldPaths: [metadata.name]}"
    ),
    "replacement but not by name": replaced(
        FROM_CONFIG, "{select: {kind: Pod}, reject: [{name: nobody}, {name: p}], fieldPaths: [metadata.name]}"
    ),
    "replacement divided in the middle": divided('delimiter: ":", index: 1'),
    "replacement divided before": divided('delimiter: ":", index: -1'),
    "replacement divided behind": divided('delimiter: ":", index: 5'),
    "replacement divided in a mapping": divided('delimiter: ":", index: 1', "spec.containers"),
    "replacement at a number": at("spec.containers.0.args.1"),
    "replacement at a number that is not there": at("spec.containers.7.args"),
    "replacement at a word in a list": at("spec.containers.first.image"),
    "replacement below a scalar": at("metadata.name.more"),
    "replacement of all in a mapping": at("metadata.annotations.*"),
    "replacement of an item by its value": at("spec.containers.[name=b].args.[=x]"),
    "replacement of an item that is not there": at("spec.containers.[name=z].image"),
    "replacement of a number": at("spec.replicas"),
    "replacement of a number by one in quotes": replaced(
        "{kind: ConfigMap, fieldPath: data.number}", "{select: {name: q}, fieldPaths: [spec.replicas]}"
    ),
    "replacement of a string by one in quotes": replaced(
        "{kind: ConfigMap, fieldPath: data.number}",
        "{select: {name: q}, fieldPaths: [metadata.annotations.n]}",
    ),
    "replacement of a string by a number": replaced(
        "{name: q, fieldPath: spec.replicas}", "{select: {name: q}, fieldPaths: [metadata.annotations.n]}"
    ),
    "replacement of a boolean by a word": replaced(
        "{kind: ConfigMap, fieldPath: data.yes}", "{select: {name: q}, fieldPaths: [spec.hostNetwork]}"
    ),
    "replacement of a boolean by a number": replaced(
        "{name: q, fieldPath: spec.replicas}", "{select: {name: q}, fieldPaths: [spec.hostNetwork]}"
    ),
    "replacement of a number by a mapping": replaced(
        "{kind: ConfigMap, fieldPath: data}", "{select: {name: q}, fieldPaths: [spec.replicas]}"
    ),
    "replacement of a string by a mapping": replaced(
        "{kind: ConfigMap, fieldPath: data}", "{select: {name: q}, fieldPaths: [metadata.annotations.n]}"
    ),
    "replacement of a fraction by a number": replaced(
        "{name: q, fieldPath: spec.replicas}", "{select: {name: q}, fieldPaths: [spec.share]}"
    ),
    "replacement of a number by a fraction": replaced(
        "{name: q, fieldPath: spec.share}", "{select: {name: q}, fieldPaths: [spec.replicas]}"
    ),
    "replacement of a mapping by a number": replaced(
        "{name: q, fieldPath: spec.replicas}", "{select: {kind: ConfigMap}, fieldPaths: [data]}"
    ),
    "replacement behind a backslash": at("metadata.annotations.a\\.b", CREATE),
    "replacement made where nothing is": at("metadata.deep.er", CREATE),
    "replacement not made where nothing is": at("metadata.deep.er", ", options: {create: false}"),
    "replacement in a file with one": one(
        POD,
        "replacements: [{path: r.yaml}]\n",
        r__yaml="source: {kind: Pod}\ntargets: [{select: {kind: Pod}, fieldPaths: [spec.containers.0.image]}]\n",
    ),
    "replacement in a file with none": one(POD, "replacements: [{path: r.yaml}]\n", r__yaml="text\n"),
    "replacement in an empty file": one(POD, "replacements: [{path: r.yaml}]\n", r__yaml=""),
    "replacement in a file with a list of words": one(
        POD, "replacements: [{path: r.yaml}]\n", r__yaml="- a\n"
    ),
}
