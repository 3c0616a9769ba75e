import { describe } from 'vitest';
import { InProcessBus } from '../../../real/bus/index.ts';
import { busContract } from './bus-contract.ts';

describe('the bus in one process', () => {
  busContract(async () => {
    const bus = new InProcessBus();
    return { connect: async () => bus, end: () => bus.close() };
  });
});
