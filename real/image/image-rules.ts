import type { DefaultRules } from '../policy/policy-engine.ts';

const admin = 'rule:context_is_admin';
const owner = `${admin} or (role:member and project_id:%(project_id)s)`;
const reader = 'role:reader or role:member or role:admin';

/** Glance's rules by name with its present defaults. Whether an image is seen at all is not a rule: see `visible-images`. */
export const imageRules: DefaultRules = {
  context_is_admin: { check: 'role:admin' },
  default: { check: admin },
  get_images: { check: reader },
  get_image: { check: reader },
  add_image: { check: owner },
  modify_image: { check: owner },
  delete_image: { check: owner },
  publicize_image: { check: admin },
  communitize_image: { check: owner },
  download_image: { check: reader },
  upload_image: { check: owner },
  deactivate: { check: owner },
  reactivate: { check: owner },
  add_member: { check: owner },
  delete_member: { check: owner },
  modify_member: { check: `${admin} or (role:member and project_id:%(member_id)s)` },
  get_members: { check: reader },
};
