import { defineWeigher } from './define-weigher.ts';

/** For a move that may leave its cell, prefers hosts inside it. Nova: `CrossCellWeigher`. */
export const crossCellWeigher = defineWeigher({
  name: 'CrossCellWeigher',
  summary: 'For a move that may leave its cell, prefers hosts in the cell (1) to those outside (-1).',
  nova: { source: 'nova/scheduler/weights/cross_cell.py', since: '21.0' },
  options: ['[filter_scheduler] cross_cell_move_weight_multiplier'],
  reads: ['cellUuid'],
  total: true,
  aggregateKey: 'cross_cell_move_weight_multiplier',
  multiplier: ({ filterScheduler }) => filterScheduler.cross_cell_move_weight_multiplier,
  bind({ requestedDestination }) {
    const cell = requestedDestination?.cellUuid;
    if (cell === undefined || requestedDestination?.allowCrossCellMove !== true) return { raw: () => 0, constant: 0 };
    return { raw: (host) => (host.cellUuid === cell ? 1 : -1) };
  },
});
