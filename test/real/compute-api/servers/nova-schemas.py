"""Nova's schemas of servers, and what they say of bodies; needs Debian's python3-nova.

Each line in is {"schema": "servers.create_v290"}, answered by the schema itself, or {"schema": ..., "bodies": [...]},
answered by a list of true (accepted) and false.
"""

import importlib
import json
import sys

from nova import exception
from nova.api.validation import validators


def schema_of(name):
    module, attribute = name.split('.')
    return getattr(importlib.import_module('nova.api.openstack.compute.schemas.' + module), attribute)


def accepts(validator, body):
    try:
        validator.validate(body)
    except (exception.ValidationError, UnicodeError, ValueError, AttributeError, KeyError):
        return False
    return True


for line in sys.stdin:
    asked = json.loads(line)
    schema = schema_of(asked['schema'])
    if 'bodies' in asked:
        # Not relaxed: the legacy API passed over members that it did not know.
        validator = validators._SchemaValidator(schema, False, True)
        print(json.dumps([accepts(validator, body) for body in asked['bodies']]), flush=True)
    else:
        print(json.dumps(schema), flush=True)
