import type { Credentials } from '../policy/credentials.ts';
import type { Member, StoredImage } from './model.ts';
import type { ImageTables } from './tables.ts';

export function isAdmin({ roles }: Credentials): boolean {
  return roles.includes('admin');
}

/** Whether the caller may know of the image at all: everybody else is told that there is none. */
export function isVisible(tables: ImageTables, image: StoredImage, credentials: Credentials): boolean {
  if (isAdmin(credentials) || image.visibility === 'public' || image.visibility === 'community') return true;
  if (image.owner !== null && image.owner === credentials.project_id) return true;
  return image.visibility === 'shared' && membership(tables, image, credentials) !== undefined;
}

/** Whether it is in the caller's list without being asked for by its visibility. */
export function isListed(
  tables: ImageTables,
  image: StoredImage,
  credentials: Credentials,
  memberStatus: string,
): boolean {
  if (image.owner !== null && image.owner === credentials.project_id) return true;
  if (isAdmin(credentials) || image.visibility === 'public') return true;
  if (image.visibility !== 'shared') return false;
  const found = membership(tables, image, credentials);
  return found !== undefined && (memberStatus === 'all' || found.status === memberStatus);
}

function membership(
  tables: ImageTables,
  image: StoredImage,
  { project_id: projectId }: Credentials,
): Member | undefined {
  return projectId === null ? undefined : tables.members.get(image.id, projectId);
}
