/**
 * Runs tasks at the same time. When one fails the others are told, and waited for: afterwards nobody is at work any
 * more. @throws what the first failing task threw
 */
export async function together<T extends readonly unknown[]>(
  tasks: { readonly [K in keyof T]: (signal: AbortSignal) => Promise<T[K]> },
  signal?: AbortSignal,
): Promise<T> {
  const failure = new AbortController();
  const either = signal ? AbortSignal.any([signal, failure.signal]) : failure.signal;
  const errors: unknown[] = [];
  const outcomes = await Promise.allSettled(
    tasks.map(async (task) => {
      try {
        return await task(either);
      } catch (error) {
        errors.push(error);
        failure.abort();
        throw error;
      }
    }),
  );
  if (errors.length > 0) throw errors[0];
  return outcomes.map((outcome) => outcome.status === 'fulfilled' && outcome.value) as unknown as T;
}
