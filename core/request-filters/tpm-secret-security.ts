import { RequestError } from '../scheduler/request-error.ts';
import type { RequestFilter } from './request-filter.ts';
import { tpmOf } from './translated-wishes.ts';

const LEVELS = ['user', 'host', 'deployment'];

/** Asks for hosts that guard the secret of an emulated TPM as the flavor wants. */
export const tpmSecretSecurityFilter: RequestFilter = {
  name: 'tpm_secret_security_filter',
  summary: 'Asks for the trait COMPUTE_SECURITY_TPM_SECRET_SECURITY_... of `hw:tpm_secret_security` (user).',
  since: '33.0',
  apply({ flavor, image }, _context, draft) {
    if (tpmOf(flavor, image) === undefined) return;
    const level = flavor.extraSpecs['hw:tpm_secret_security'] || 'user';
    if (!LEVELS.includes(level)) {
      const message = `hw:tpm_secret_security is "${level}"; accepted: ${LEVELS.join(', ')}`;
      throw new RequestError('RequestFilterFailed', message, { stage: 'request' });
    }
    draft.rootRequired.add(`COMPUTE_SECURITY_TPM_SECRET_SECURITY_${level.toUpperCase()}`);
  },
};
