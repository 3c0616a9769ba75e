import { z } from 'zod';
import type { Extra } from '../model.ts';

export const name = z.string().trim().min(1).max(255);
export const id = z.string().min(1).max(64);
export const description = z.string().max(65_535).nullable().optional();
export const enabled = z.boolean().optional();

/** Members that are not ours: kept and given back, as Keystone does. */
export function extraOf(body: Readonly<Record<string, unknown>>, own: readonly string[]): Extra {
  return Object.fromEntries(Object.entries(body).filter(([key]) => !own.includes(key) && !reserved.includes(key)));
}

/** Extra members after a change: those given as null go. */
export function mergedExtra(before: Extra, body: Readonly<Record<string, unknown>>, own: readonly string[]): Extra {
  const merged = { ...before, ...extraOf(body, own) };
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== null));
}

const reserved = ['id', 'links', '__proto__', 'constructor', 'prototype'];
