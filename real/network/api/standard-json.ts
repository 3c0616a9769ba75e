import type { StandardRow } from './model.ts';
import type { Json } from './resource.ts';

/** `2026-01-31T12:00:00Z` */
const timeText = (seconds: number): string => `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`;

/** What Neutron shows of every row; names and tags where it has them. */
export function standardJson(
  row: Omit<StandardRow, 'name' | 'tags'> & Partial<Pick<StandardRow, 'name' | 'tags'>>,
): Json {
  return {
    id: row.id,
    ...(row.name !== undefined && { name: row.name }),
    tenant_id: row.projectId,
    project_id: row.projectId,
    description: row.description,
    ...(row.tags !== undefined && { tags: row.tags }),
    created_at: timeText(row.createdAtSeconds),
    updated_at: timeText(row.updatedAtSeconds),
    revision_number: row.revision,
  };
}

/** What rules may compare of anything that a project owns. */
export const ownerTarget = (projectId: string): { project_id: string; tenant_id: string } => ({
  project_id: projectId,
  tenant_id: projectId,
});

export const standardFilters = ['name', 'description', 'revision_number', 'created_at', 'updated_at', 'changed_since'];
