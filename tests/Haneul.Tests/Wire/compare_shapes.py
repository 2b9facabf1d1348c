"""Compares Haneul's request and response shapes (JSON on standard input) with the service models that botocore installs.

Prints one line for each difference that a client would notice, and ends with 1 if there is any.
With --missing it prints instead what AWS has and Haneul has not: no failure, a list to choose work from.
"""
import json
import sys

import botocore
import botocore.session

SAME = {
    "string": {"string", "timestamp", "blob"},
    "boolean": {"boolean"},
    "integer": {"integer", "long"},
    "long": {"integer", "long"},
    "float": {"double", "integer", "long"},
    "double": {"double", "integer", "long"},
    "blob": {"blob", "string"},
    "timestamp": {"timestamp"},
}
FOLDER = {"servicequotas": "service-quotas", "elasticloadbalancing": "elbv2", "monitoring": "cloudwatch"}
# Distributions install botocores of years ago: what such a one does not know is not wrong.
IS_OLD = tuple(int(n) for n in botocore.__version__.split(".")[:2]) < (1, 40)
problems = []


def name_in(dialect, member_name, shape):
    wire = shape.serialization
    if dialect == "Ec2Query":
        if "queryName" in wire:
            return wire["queryName"]
        if "name" in wire:
            return wire["name"][0].upper() + wire["name"][1:]
        return member_name
    return wire.get("name", member_name)


def compare(path, ours, theirs, dialect, is_request):
    kind = ours["kind"]
    if kind == "again":
        return
    if kind == "structure":
        if theirs.type_name != "structure":
            problems.append(f"{path}: a structure here, {theirs.type_name} at AWS")
            return
        compare_members(path, ours, theirs, dialect, is_request)
    elif kind == "list":
        if theirs.type_name != "list":
            problems.append(f"{path}: a list here, {theirs.type_name} at AWS")
            return
        element = theirs.member.serialization.get("name", "member")
        want = ours.get("item") if dialect.endswith("Query") else None
        flat = theirs.serialization.get("flattened", False)
        if not is_request and want and (flat or element != want):
            problems.append(f"{path}: elements are named {want} here, {element}{' (flattened)' if flat else ''} at AWS")
        if is_request and dialect == "AwsQuery" and (flat or element != "member"):
            problems.append(f"{path}: elements are named member here, {element}{' (flattened)' if flat else ''} at AWS")
        compare(f"{path}[]", ours["of"], theirs.member, dialect, is_request)
    elif kind == "map":
        if theirs.type_name != "map":
            problems.append(f"{path}: a map here, {theirs.type_name} at AWS")
            return
        compare(f"{path}{{}}", ours["of"], theirs.value, dialect, is_request)
    elif theirs.type_name == "string" and kind == "integer" and dialect.endswith("Query") and not is_request:
        pass  # The same text in XML.
    elif kind not in SAME.get(theirs.type_name, ()):
        problems.append(f"{path}: {kind} here, {theirs.type_name} at AWS")


def compare_members(path, ours, theirs, dialect, is_request):
    is_top = path.endswith(" request")
    known = {}
    for member_name, shape in theirs.members.items():
        wire = name_in(dialect, member_name, shape) if is_request else shape.serialization.get("name", member_name)
        known[wire] = (member_name, shape)
    for member in ours["members"]:
        wire = member["wire"]
        at = f"{path}.{wire}"
        if wire not in known and IS_OLD:
            continue
        if wire not in known:
            near = [w for w, (n, _) in known.items() if n == member["property"] or w.lower() == wire.lower()]
            problems.append(f"{at}: AWS has no such member{', but ' + near[0] if near else ''}")
            continue
        member_name, shape = known[wire]
        # EC2's model marks what is required at the top only.
        if is_top and member["required"] and member_name not in theirs.required_members:
            problems.append(f"{at}: required here, may be left out at AWS")
        compare(at, member["shape"], shape, dialect, is_request)


def compare_action(service, name, ours, operations, model, dialect):
    path = f"{service}.{name}"
    if name not in operations and IS_OLD:
        return
    if name not in operations:
        problems.append(f"{path}: AWS has no such action")
        return
    operation = model.operation_model(name)
    if operation.input_shape is not None:
        compare(f"{path} request", ours["request"], operation.input_shape, dialect, True)
    elif ours["request"]["members"]:
        problems.append(f"{path}: AWS's request has no members")
    result = ours["response"]
    if operation.output_shape is None or not operation.output_shape.members:
        if result["type"] not in ("Done", "Nothing") and result["members"]:
            problems.append(f"{path}: AWS's answer has no members")
        return
    if result["type"] == "Nothing":
        return
    if dialect == "AwsQuery" and operation.output_shape.serialization.get("resultWrapper") != f"{name}Result":
        problems.append(f"{path}: AWS wraps its answer in {operation.output_shape.serialization.get('resultWrapper')}")
    compare(f"{path} response", result, operation.output_shape, dialect, False)


def missing_members(path, ours, theirs, dialect, is_request, above=()):
    kind = ours["kind"]
    if kind in ("list", "map"):
        inner = theirs.member if kind == "list" else theirs.value
        missing_members(path + "[]", ours["of"], inner, dialect, is_request, above)
    if kind != "structure":
        return
    known = {m["wire"]: m for m in ours["members"]}
    for member_name, shape in theirs.members.items():
        wire = name_in(dialect, member_name, shape) if is_request else shape.serialization.get("name", member_name)
        if wire in known:
            missing_members(f"{path}.{wire}", known[wire]["shape"], shape, dialect, is_request, above)
        elif wire != "DryRun":
            print(f"{path}.{wire}")


def main():
    dump = json.load(sys.stdin)
    session = botocore.session.get_session()
    for service, ours in dump.items():
        model = session.get_service_model(FOLDER.get(service, service))
        if model.api_version != ours["version"]:
            problems.append(f"{service}: version {ours['version']} here, {model.api_version} at AWS")
        if ours["target"] and model.metadata.get("targetPrefix") != ours["target"]:
            problems.append(f"{service}: target {ours['target']} here, {model.metadata.get('targetPrefix')} at AWS")
        if ours["target"] and model.metadata.get("jsonVersion") != ours["jsonVersion"]:
            problems.append(f"{service}: JSON {ours['jsonVersion']} here, {model.metadata.get('jsonVersion')} at AWS")
        operations = set(model.operation_names)
        for name, action in ours["actions"].items():
            if "--missing" not in sys.argv:
                compare_action(service, name, action, operations, model, ours["dialect"])
                continue
            operation = model.operation_model(name)
            for part, shape in (("request", operation.input_shape), ("response", operation.output_shape)):
                if shape is not None and action[part]["type"] not in ("Done", "Nothing"):
                    missing_members(f"{service}.{name} {part}", action[part], shape, ours["dialect"], part == "request")
    print("\n".join(problems))
    sys.exit(1 if problems else 0)


main()
