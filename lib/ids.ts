import { v7, validate } from "uuid";

/** A new id, ordered by time. */
export const newId = (): string => v7();

/** Malformed ids are answered exactly like unknown ones, so every load asks this first. */
export const isId = (text: string): boolean => validate(text);
