"""Asks the installed Nova to fit guests to hosts: one JSON case a line in, one result a line out.

The cases are those of `astrolabe decide` in mode numa_fit. Needs Debian's python3-nova (26.2) and
the system's Python. Used by live-nova.test.ts; not a part of Astrolabe itself.
"""
import json
import logging
import sys
import warnings

warnings.simplefilter('ignore')

import nova.conf  # noqa: E402
from nova import objects  # noqa: E402
from nova.pci.stats import PciDeviceStats  # noqa: E402
from nova.virt import hardware  # noqa: E402

CPU_SETS = ('cpuset', 'pcpuset', 'pinned_cpus')


def networks(json_value):
    return json_value and objects.NetworkMetadata(
        physnets=set(json_value['physnets']), tunneled=json_value['tunneled'])


def host_cell(cell):
    fields = dict(cell)
    for name in CPU_SETS:
        fields[name] = set(cell[name])
    fields['siblings'] = [set(threads) for threads in cell['siblings']]
    fields['mempages'] = [objects.NUMAPagesTopology(**p) for p in cell['mempages']]
    fields['network_metadata'] = networks(cell['network_metadata'])
    return objects.NUMACell(**fields)


def limits_of(value):
    fields = {name: number for name, number in value.items() if name != 'network_metadata'}
    limits = objects.NUMATopologyLimits(**fields)
    if value.get('network_metadata'):
        limits.network_metadata = networks(value['network_metadata'])
    return limits


def guest_of(case):
    asked = case['flavor']
    flavor = objects.Flavor(vcpus=asked['vcpus'], memory_mb=asked['memory_mb'], name='f',
                            extra_specs=asked['extra_specs'])
    image = objects.ImageMeta.from_dict({'properties': dict(case['image']['properties'])})
    return hardware.numa_get_constraints(flavor, image)


def pci_of(case, host):
    pools, requests = case.get('pci_device_pools'), case.get('pci_requests')
    stats = None
    if pools is not None:
        listed = [objects.PciDevicePool.from_dict(pool) for pool in pools]
        stats = PciDeviceStats(host, objects.PciDevicePoolList(objects=listed))
    if requests is not None:
        requests = [objects.InstancePCIRequest(**request) for request in requests]
    return requests, stats


def shown_guest(topology):
    return topology and {'emulator_threads_policy': topology.emulator_threads_policy, 'cells': [{
        'id': cell.id,
        'cpuset': sorted(cell.cpuset),
        'pcpuset': sorted(cell.pcpuset),
        'memory': cell.memory,
        'pagesize': cell.pagesize,
        'cpu_policy': cell.cpu_policy,
        'cpu_thread_policy': cell.cpu_thread_policy,
        'cpu_pinning': cell.cpu_pinning or None,
        'cpuset_reserved': None if cell.cpuset_reserved is None else sorted(cell.cpuset_reserved),
    } for cell in topology.cells]}


def shown_host(topology):
    return {'cells': [{
        'id': cell.id,
        'cpu_usage': cell.cpu_usage,
        'memory_usage': cell.memory_usage,
        'pinned_cpus': sorted(cell.pinned_cpus),
        'used_pages': [pages.used for pages in cell.mempages],
    } for cell in topology.cells]}


def decide(case):
    result = {'instance_topology': None, 'fitted': None, 'host_after': None, 'error': None}
    stage = 'constraints'
    try:
        nova.conf.CONF.set_override('packing_host_numa_cells_allocation_strategy', group='compute',
                                    **{'override': case['config']['compute'][
                                        'packing_host_numa_cells_allocation_strategy']})
        guest = guest_of(case)
        result['instance_topology'] = shown_guest(guest)
        stage = 'fit'
        host = objects.NUMATopology(cells=[host_cell(cell) for cell in case['host_topology']['cells']])
        limits = case.get('limits') and limits_of(case['limits'])
        requests, stats = pci_of(case, host)
        fitted = hardware.numa_fit_instance_to_host(
            host, guest, limits=limits, pci_requests=requests, pci_stats=stats)
        result['fitted'] = shown_guest(fitted)
        stage = 'usage'
        if fitted:
            result['host_after'] = shown_host(hardware.numa_usage_from_instance_numa(host, fitted))
    except Exception as error:
        result['error'] = {'stage': stage, 'type': type(error).__name__}
    return result


nova.conf.CONF([], project='nova', default_config_files=[], default_config_dirs=[])
objects.register_all()
logging.disable(logging.CRITICAL)
for line in sys.stdin:
    print(json.dumps(decide(json.loads(line))))
