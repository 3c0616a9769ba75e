import { flavorOrImage, flavorOrImageSwitch } from './flavor-or-image.ts';
import type { RequestFilter } from './request-filter.ts';

/** Asks for hosts that encrypt ephemeral disks, in the format that is wanted. */
export const ephemeralEncryptionFilter: RequestFilter = {
  name: 'ephemeral_encryption_filter',
  summary: 'Asks for the traits COMPUTE_EPHEMERAL_ENCRYPTION and ..._FORMAT for `ephemeral_encryption`.',
  apply({ flavor, image }, _context, draft) {
    if (!flavorOrImageSwitch('ephemeral_encryption', flavor, image)) return;
    draft.rootRequired.add('COMPUTE_EPHEMERAL_ENCRYPTION');
    const format = flavorOrImage('ephemeral_encryption_format', ['plain', 'luks', 'luksv2'], flavor, image);
    if (format !== undefined) draft.rootRequired.add(`COMPUTE_EPHEMERAL_ENCRYPTION_${format.toUpperCase()}`);
  },
};
