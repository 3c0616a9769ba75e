import type { Placement } from './placement.ts';
import { PlacementError } from './placement-error.ts';

/** Makes a class of the operator's own. Throws `resource-class-exists`. */
export function createResourceClass(placement: Placement, name: string): void {
  if (placement.state.classes.idOf(name) !== undefined) throw exists(name);
  placement.addClass(name);
}

/** Gives a class another name; inventories and allocations follow. */
export function renameResourceClass(placement: Placement, name: string, to: string): void {
  if (placement.isStandardClass(placement.classId(name))) {
    throw new PlacementError('resource-class-standard', `Cannot update standard resource class ${name}`);
  }
  if (name === to) return;
  if (placement.state.classes.idOf(to) !== undefined) throw exists(to);
  placement.renameClass(name, to);
}

/** Throws `resource-class-standard`, or `resource-class-in-use` while a provider has an inventory of it. */
export function deleteResourceClass(placement: Placement, name: string): void {
  const classId = placement.classId(name);
  if (placement.isStandardClass(classId)) {
    throw new PlacementError('resource-class-standard', `Cannot delete standard resource class ${name}.`);
  }
  if ((placement.state.column(classId)?.holders.size ?? 0) > 0) {
    throw new PlacementError(
      'resource-class-in-use',
      `Cannot delete resource class ${name}. Class is in use in inventory.`,
    );
  }
  placement.removeClass(name);
}

function exists(name: string): PlacementError {
  return new PlacementError('resource-class-exists', `Resource class already exists: ${name}`);
}
