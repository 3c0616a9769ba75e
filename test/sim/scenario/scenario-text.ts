/** A small scenario that is right; tests change single lines of it. */
export const smallScenario = `name: small
cloud:
  hosts:
    - { kind: a, count: 4, vcpus: 16, ram: 64 GiB, disk: 1 TiB, hostsPerRack: 2, zones: [z1, z2] }
    - { kind: b, count: 2, vcpus: 32, ram: 128 GiB, disk: 1 TiB }
flavors:
  small: { vcpus: 1, ram: 2 GiB, disk: 10 GiB, weight: 3 }
  large: { vcpus: 4, ram: 8 GiB, disk: 40 GiB }
workload:
  generate:
    vmsPerHour: 30
    batchSizes: { 1: 1 }
    lifetimes: { mixture: [{ weight: 1, median: 1h, sigma: 1 }] }
scheduler:
  filters: [ComputeFilter, RamFilter]
  weighers: [RAMWeigher]
duration: 6h
`;
