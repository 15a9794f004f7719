import "server-only";

const mostBytes = 10_000;

/**
 * Does this request say what RFC 8058 has a mail provider say, as a form in either encoding? Scanners that post whatever
 * they like do not. `fromPage`: it was the button of our own page, which shows what was done.
 */
export async function isOneClick(request: Request): Promise<{ oneClick: boolean; fromPage: boolean }> {
  const nothing = { oneClick: false, fromPage: false };
  if (Number(request.headers.get("content-length") ?? 0) > mostBytes) return nothing;
  try {
    const form = await request.formData();
    return { oneClick: form.get("List-Unsubscribe") === "One-Click", fromPage: form.get("from") === "page" };
  } catch {
    return nothing; // no form
  }
}
