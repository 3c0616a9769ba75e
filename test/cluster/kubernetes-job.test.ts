import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';

const file = new URL('../../docs/cluster/kubernetes-job.yaml', import.meta.url);
const root = fileURLToPath(new URL('../../', import.meta.url));

const quantity = z.string().regex(/^\d+(\.\d+)?(m|[KMGT]i)?$/);

/** The fields of batch/v1 `Job` that the manifest may have, with Kubernetes's own rules among them. */
const job = z.strictObject({
  apiVersion: z.literal('batch/v1'),
  kind: z.literal('Job'),
  metadata: z.strictObject({ name: z.string().regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/) }),
  spec: z.strictObject({
    completionMode: z.literal('Indexed'),
    completions: z.int().positive(),
    parallelism: z.int().positive(),
    backoffLimitPerIndex: z.int().nonnegative(),
    podFailurePolicy: z.strictObject({
      rules: z.array(
        z.union([
          z.strictObject({
            action: z.enum(['Ignore', 'Count', 'FailJob', 'FailIndex']),
            onPodConditions: z.array(
              z.strictObject({ type: z.string(), status: z.enum(['True', 'False', 'Unknown']) }),
            ),
          }),
          z.strictObject({
            action: z.enum(['Ignore', 'Count', 'FailJob', 'FailIndex']),
            onExitCodes: z.strictObject({
              containerName: z.string(),
              operator: z.enum(['In', 'NotIn']),
              values: z.array(z.int().min(1).max(255)),
            }),
          }),
        ]),
      ),
    }),
    template: z.strictObject({
      spec: z.strictObject({
        // A pod failure policy is accepted with "Never" only.
        restartPolicy: z.literal('Never'),
        terminationGracePeriodSeconds: z.int().positive(),
        containers: z.tuple([
          z.strictObject({
            name: z.string(),
            image: z.string(),
            command: z.array(z.string()),
            args: z.array(z.string()),
            env: z.array(z.strictObject({ name: z.string(), value: z.string() })),
            resources: z.strictObject({
              requests: z.strictObject({ cpu: quantity, memory: quantity }),
              limits: z.strictObject({ memory: quantity }),
            }),
            volumeMounts: z.array(z.strictObject({ name: z.string(), mountPath: z.string().startsWith('/') })),
          }),
        ]),
        volumes: z.array(
          z.union([
            z.strictObject({
              name: z.string(),
              persistentVolumeClaim: z.strictObject({ claimName: z.string() }),
            }),
            z.strictObject({ name: z.string(), emptyDir: z.strictObject({}) }),
          ]),
        ),
      }),
    }),
  }),
});

describe('the Kubernetes job', () => {
  const { spec } = job.parse(parse(readFileSync(file, 'utf8')));
  const pod = spec.template.spec;
  const [container] = pod.containers;

  it('is an indexed job with one share an index', () => {
    expect(container.env).toEqual([{ name: 'SHARDS', value: String(spec.completions) }]);
    expect(spec.parallelism).toBeLessThanOrEqual(spec.completions);
    // The script takes its share from JOB_COMPLETION_INDEX, which Kubernetes sets.
    const script = container.command.find((part) => part.endsWith('run-shard.sh'))!;
    expect(existsSync(script.replace('/opt/astrolabe/', root))).toBe(true);
  });

  it('names no volume or container that is not there', () => {
    const volumes = pod.volumes.map(({ name }) => name);
    expect(container.volumeMounts.map(({ name }) => name)).toEqual(volumes);
    const policies = spec.podFailurePolicy.rules.flatMap((rule) => ('onExitCodes' in rule ? [rule.onExitCodes] : []));
    expect(policies.map(({ containerName }) => containerName)).toEqual([container.name]);
    const folders = container.args.filter((arg) => arg.startsWith('/'));
    const mounts = container.volumeMounts.map(({ mountPath }) => mountPath);
    expect(folders).toHaveLength(2);
    for (const folder of folders) expect(mounts.some((mount) => folder.startsWith(`${mount}/`))).toBe(true);
  });

  it('asks for the memory that its workers may use', () => {
    const valueOf = (option: string) => Number(container.args[container.args.indexOf(option) + 1]);
    const neededMib = 2 * valueOf('--worker-memory') * valueOf('--workers') + 300;
    expect(parseInt(container.resources.limits.memory, 10) * 1024).toBeGreaterThanOrEqual(neededMib);
  });
});
