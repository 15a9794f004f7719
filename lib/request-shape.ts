/** Bodies of pages' forms end here, as in Next; files travel another way. */
const mostBytes = 1_000_000;

export type Shape = "fine" | "too-large" | "malformed";

/** Can an address be decoded at all, and does it keep clear of NUL, which no text column takes? */
export function isReadableAddress(pathAndSearch: string): boolean {
  try {
    return !decodeURIComponent(pathAndSearch.replaceAll("+", " ")).includes("\0");
  } catch {
    return false;
  }
}

/**
 * Looks at what is posted to a page before Next does: garbage is the sender's fault, and Next would report it as ours,
 * with a 500. Whatever passes is still parsed and checked by the action.
 * @param request consumed; hand in a clone
 */
export async function shapeOfPost(request: Request): Promise<Shape> {
  const type = request.headers.get("content-type") ?? "";
  const forAction = request.headers.has("next-action");
  const body = await readBody(request);
  if (body === null) return "too-large";
  if (type.startsWith("multipart/form-data"))
    return (await isWellFormedForm(body, type, forAction)) ? "fine" : "malformed";
  if (!forAction) return "fine"; // no action runs: the page is shown
  // React sends a call without a form as text; of ours only signing out takes no form.
  return type.startsWith("text/plain") && new TextDecoder().decode(body) === "[]" ? "fine" : "malformed";
}

async function readBody(request: Request): Promise<Uint8Array<ArrayBuffer> | null> {
  if (Number(request.headers.get("content-length") ?? 0) > mostBytes) return null;
  const chunks: Uint8Array[] = [];
  const reader = request.body?.getReader();
  for (let size = 0; reader; ) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.byteLength;
    // Left as it is: cancelling one half of a clone waits for the other half.
    if (size > mostBytes) return null;
    chunks.push(value);
  }
  return Uint8Array.from(Buffer.concat(chunks));
}

/** A multipart body that can be read, and whose parts written by React are what React writes. */
async function isWellFormedForm(body: Uint8Array<ArrayBuffer>, type: string, forAction: boolean): Promise<boolean> {
  let form: FormData;
  try {
    form = await new Response(body, { headers: { "content-type": type } }).formData();
  } catch {
    return false;
  }
  const names = [...form.keys()];
  if (forAction) return isReply(form.get("0"), (id) => form.has(id)) && endsWithForm(form.get("0"));
  for (const name of names.filter((each) => each.startsWith("$ACTION_REF_"))) {
    const prefix = `$ACTION_${name.slice("$ACTION_REF_".length)}:`;
    if (!isReply(form.get(`${prefix}0`), (id) => isReply(form.get(prefix + id), () => false))) return false;
  }
  return true;
}

/** Are these the arguments of one of our actions? The last is the form (`$K`); a value in its place is nobody's. */
const endsWithForm = (text: FormDataEntryValue | null) => /^\[.*"\$K[0-9a-f]{1,6}"\]$/s.test(String(text));

/** JSON in which every string that React would read as a reference is one, and refers to a part that is there. */
function isReply(text: FormDataEntryValue | null, has: (id: string) => boolean): boolean {
  if (typeof text !== "string") return false;
  try {
    return isPlain(JSON.parse(text), has, 0);
  } catch {
    return false;
  }
}

/** Escaped text, numbers, dates, and a form (`$K`), which may be empty and then has no part of its own. */
const values = /^\$(?:\$.*|undefined|NaN|-?Infinity|-0|n-?\d{1,40}|D\d{4}-\d\d-\d\dT[\d:.]+Z|K[0-9a-f]{1,6})$/s;

function isPlain(value: unknown, has: (id: string) => boolean, depth: number): boolean {
  if (depth > 40) return false;
  if (typeof value === "string") {
    if (!value.startsWith("$") || values.test(value)) return true;
    const id = /^\$[@QW]([0-9a-f]{1,6})$/.exec(value)?.[1];
    return id !== undefined && has(id);
  }
  if (typeof value !== "object" || value === null) return true;
  return Object.values(value).every((each) => isPlain(each, has, depth + 1));
}
