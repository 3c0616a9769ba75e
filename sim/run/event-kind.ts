/** What happens next; `subject` of the event is given behind each. */
export const eventKind = {
  /** Request: the scheduler answers. */
  decided: 0,
  /** Instance: the build on its host ends, well or badly. */
  built: 1,
  /** Instance: its owner deletes it. */
  deletion: 2,
  /** Instance: its host has cleaned up. */
  cleaned: 3,
  /** Row of the workload's resizes: its owner asks for another flavor. */
  resize: 4,
  /** Instance: the resize or live migration is over. */
  moved: 5,
  /** Instance: the rebuild after an evacuation ends, well or badly. */
  rebuilt: 6,
  /** Host: it fails by chance. */
  hostFails: 7,
  /** Host: its service has been silent for `service_down_time`. */
  hostNoticed: 8,
  /** Host: a chance failure is repaired. */
  hostRepaired: 9,
  /** Place in `RunInput.events`. */
  planned: 10,
} as const;
