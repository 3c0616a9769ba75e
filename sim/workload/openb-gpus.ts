/** Resource class of GPUs in thousandths, so that pods which share one GPU can be counted. */
export const GPU_MILLI_CLASS = 'CUSTOM_GPU_MILLI';

/** GPU models that the node list names. */
export const openbGpuModels: readonly string[] = ['A10', 'G2', 'G3', 'P100', 'T4', 'V100M16', 'V100M32'];

export function gpuTrait(model: string): string {
  return `CUSTOM_GPU_${model.toUpperCase().replace(/[^A-Z0-9_]/g, '_')}`;
}
