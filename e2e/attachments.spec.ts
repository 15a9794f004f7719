import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { fillInRequest, idIn, pageOfRequest } from "./steps";
import { addressOf, expect, linkIn, type Page, test, unique } from "./test";

const text = (name: string, words: string) => ({ name, mimeType: "text/plain", buffer: Buffer.from(words) });
const pdf = { name: "Overtime rules.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.7\n%%EOF\n") };
const svg = { name: "logo.svg", mimeType: "image/svg+xml", buffer: Buffer.from("<svg/>") };
const disguised = { name: "logo.png", mimeType: "image/png", buffer: Buffer.from("<svg/>") };

/** Presses the button, as a keyboard does, and chooses. */
async function attach(page: Page, files: (typeof pdf)[]): Promise<void> {
  const button = page.getByRole("button", { name: "Attach files" });
  await expect(button).toBeEnabled(); // a key is pressed whether the button takes it or not
  const chooser = page.waitForEvent("filechooser");
  await button.press("Enter");
  await (await chooser).setFiles(files);
}

test("files are attached, shown to whoever decides, downloaded, and carried by a copy", async ({
  as,
  mailTo,
  mayComplain,
}) => {
  mayComplain(/422|Unprocessable/); // the browser names every refused upload
  const title = unique("Overtime review");
  const [manager, approver] = [await as("hiring-manager"), await as("approver")];
  await manager.goto("/ab/jobs/approvals/new");
  await fillInRequest(manager, { title });
  await attach(manager, [pdf, text("März.txt", "Zwölf Stunden"), svg, disguised]);
  const list = manager.getByRole("list", { name: "Attachments" });
  await expect(list.getByRole("listitem")).toHaveCount(4);
  await expect(list.getByText("This kind of file cannot be attached.", { exact: false })).toHaveCount(2);
  await expect(list.getByRole("progressbar")).toHaveCount(0);
  await manager.getByRole("button", { name: "Remove logo.svg" }).press("Enter");
  await expect(manager.getByRole("button", { name: "Attach files" })).toBeFocused();
  await manager.getByRole("button", { name: "Remove logo.png" }).click();
  await manager.getByRole("button", { name: "Submit" }).click();
  await expect(manager.getByRole("heading", { level: 1, name: title })).toBeVisible();
  const requestId = idIn(manager, "/ab/jobs/approvals/");
  await expect(manager.getByRole("link", { name: "Overtime rules.pdf" })).toBeVisible();

  const mail = await mailTo(addressOf("approver"), { kind: "request-requested", text: title });
  expect(mail.text).toContain("Overtime rules.pdf (15 bytes)");
  await approver.goto(linkIn(mail, "/d/"));
  const download = approver.waitForEvent("download");
  await approver.getByRole("link", { name: "März.txt" }).click();
  const file = await download;
  expect(file.suggestedFilename()).toBe("März.txt");
  expect(await readFile(await file.path(), "utf8")).toBe("Zwölf Stunden");
  await approver.getByRole("button", { name: "Approve", exact: true }).click();
  await expect(approver.getByText("You approved this request.")).toBeVisible();

  await manager.goto(pageOfRequest(requestId));
  await manager.getByRole("link", { name: "Copy to new request" }).click();
  await expect(manager.getByRole("list", { name: "Attachments" }).getByRole("listitem")).toHaveCount(2);
  await manager.getByRole("button", { name: "Remove Overtime rules.pdf" }).click();
  await manager.getByRole("button", { name: "Submit" }).click();
  await expect(manager.getByText("Changed against the earlier request")).toBeVisible();
  await expect(manager.getByRole("link", { name: "März.txt" })).toBeVisible();
  await expect(manager.getByRole("link", { name: "Overtime rules.pdf" })).toHaveCount(0);
});

test("without scripts nothing can be attached, and the form works", async ({ as }) => {
  const title = unique("Plain review");
  const manager = await as("hiring-manager", { javaScriptEnabled: false });
  await manager.goto("/ab/jobs/approvals/new");
  await expect(manager.getByRole("button", { name: "Attach files" })).toBeDisabled();
  await fillInRequest(manager, { title });
  await manager.getByRole("button", { name: "Submit" }).click();
  await expect(manager.getByRole("heading", { level: 1, name: title })).toBeVisible();
});

test("an upload needs our own page, a session, the right and a true length; a download comes as a download", async ({
  as,
  nobody,
  baseURL,
  witness,
}) => {
  const [manager, approver, stranger] = [await as("hiring-manager"), await as("approver"), await nobody()];
  const origin = baseURL ?? "";
  // The other stories go on meanwhile: what these two people uploaded, and nothing else, is ours to count.
  const uploads = () => witness.sql`
    select f.id, f.state from files f join users u on u.id = f.owner_id
    where u.email in (${addressOf("hiring-manager")}, ${addressOf("approver")}) order by f.id`;
  const before = await uploads();
  const put = (page: Page, data: Buffer, headers: Record<string, string> = { origin }) =>
    page.request.put("/api/uploads", { data, headers: { "x-file-name": "a.txt", ...headers } });
  const small = Buffer.from("a");
  expect((await put(stranger, small)).status()).toBe(401);
  expect((await put(approver, small)).status()).toBe(403);
  for (const headers of [{}, { origin: "https://evil.example" }, { origin: "null" }])
    expect((await put(manager, small, headers as Record<string, string>)).status()).toBe(403);
  expect((await put(manager, Buffer.alloc(0))).status()).toBe(422);
  expect((await put(manager, Buffer.alloc(26_214_401, "a"))).status()).toBe(413);
  expect((await put(manager, Buffer.from("<html>"))).status()).toBe(422);
  expect((await put(manager, small, { origin, "x-file-name": "%E0%A4%A" })).status()).toBe(422);
  for (const method of ["get", "post", "delete"] as const)
    expect((await manager.request[method]("/api/uploads", { headers: { origin } })).status()).toBe(405);
  expect(await uploads()).toEqual(before);

  // Larger than what passes the proxy whole.
  const large = Buffer.alloc(12_000_000, "twelve million ");
  const taken = await put(manager, large, { origin, "x-file-name": encodeURIComponent('../"large" (1).txt') });
  expect(taken.status()).toBe(201);
  const file = await taken.json();
  expect(file).toMatchObject({ name: "_large_ (1).txt", sizeBytes: 12_000_000 });
  const [row] = await witness.sql`select encode(sha256, 'hex') as hash from files where id = ${file.id}`;
  expect(row?.hash).toBe(createHash("sha256").update(large).digest("hex"));
  for (const page of [approver, stranger])
    expect([401, 404]).toContain(
      (await page.request.delete(`/api/uploads/${file.id}`, { headers: { origin } })).status(),
    );
  expect((await manager.request.delete(`/api/uploads/${file.id}`)).status()).toBe(403);
  expect((await manager.request.delete(`/api/uploads/${file.id}`, { headers: { origin } })).status()).toBe(204);
  expect((await manager.request.delete(`/api/uploads/${file.id}`, { headers: { origin } })).status()).toBe(404);

  const title = unique("Headers");
  await manager.goto("/ab/jobs/approvals/new");
  await fillInRequest(manager, { title });
  await attach(manager, [text('a"b.csv', "x;y")]);
  await manager.getByRole("button", { name: "Submit" }).click();
  const href = await manager.getByRole("link", { name: "a_b.csv" }).getAttribute("href");
  const answer = await manager.request.get(href ?? "");
  expect(answer.status()).toBe(200);
  expect(answer.headers()).toMatchObject({
    "content-type": "text/csv; charset=utf-8",
    "content-disposition": "attachment; filename=\"a_b.csv\"; filename*=UTF-8''a_b.csv",
    "x-content-type-options": "nosniff",
    "content-security-policy": "sandbox; default-src 'none'",
    "cache-control": "private, no-store",
  });
  expect(await answer.text()).toBe("x;y");
});
