import { z } from "zod";

/** Tells a problem at a field. */
export type Issue = (path: string, message: string) => void;

/**
 * `z.object(shape).transform(finish)`, except that `finish` also runs when single fields are wrong: a person is told
 * everything there is to change at once, not round by round. `finish` may therefore meet `undefined` in any field that
 * has a message already; a second message at such a field is dropped, and nothing it returns then is used.
 */
export function wholeForm<Shape extends z.ZodRawShape, Out>(
  shape: Shape,
  finish: (form: z.output<z.ZodObject<Shape>>, issue: Issue) => Out,
) {
  const base = z.object(shape);
  const schema = z.unknown().transform((raw, context): Out => {
    const parsed = base.safeParse(raw);
    const told = new Set<string>();
    const tell = (path: PropertyKey[], message: string) => {
      told.add(String(path[0]));
      context.addIssue({ code: "custom", path, message });
    };
    if (!parsed.success) for (const { path, message } of parsed.error.issues) tell(path, message);
    if (typeof raw !== "object" || raw === null) return z.NEVER;
    const wrong = new Set(told);
    const form = parsed.success ? parsed.data : sound(base, raw);
    return finish(form, (path, message) => {
      if (!wrong.has(path)) tell([path], message);
    });
  });
  return schema as unknown as z.ZodType<Out, z.input<z.ZodObject<Shape>>>;
}

/** The fields that are well formed; the others are missing, which `finish` is told to expect. */
function sound<Shape extends z.ZodRawShape>(base: z.ZodObject<Shape>, raw: object): z.output<z.ZodObject<Shape>> {
  const values = new Map<string, unknown>(Object.entries(raw));
  const form: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(base.shape)) {
    const read = z.safeParse(field, values.get(name));
    if (read.success) form[name] = read.data;
  }
  return form as z.output<z.ZodObject<Shape>>;
}
