import { expect, expectAccessible, expectNoSidewaysScroll, phone, test, unique } from "./test";

const importPage = "/ab/settings/import";
const csv = (name: string, ...lines: string[]) => ({
  name,
  mimeType: "text/csv",
  buffer: Buffer.from(lines.join("\r\n")),
});

test("a file with errors names every line and writes nothing; the mended one is imported once", async ({ as }) => {
  const number = unique("IMP");
  const admin = await as("admin");
  await admin.goto(importPage);
  await expectAccessible(admin);
  const choose = admin.getByLabel("CSV files");
  await choose.setInputFiles(
    csv("purchase-orders.csv", "number,amount,valid_through", `${number},"1,250.00",03/04/2027`, `${number}-2,80.00,`),
  );
  await admin.getByRole("button", { name: "Check files" }).click();
  await expect(admin.getByText("These files cannot be imported")).toBeVisible();
  await expect(admin.getByText("purchase-orders.csv, line 2, amount")).toBeVisible();
  await expect(admin.getByText("purchase-orders.csv, line 2, valid_through")).toBeVisible();
  await expect(admin.getByRole("button", { name: /^Import/ })).toHaveCount(0);
  await expectAccessible(admin);

  await choose.setInputFiles([csv("members.csv", "email,name,roles"), csv("MEMBERS.CSV", "email,name,roles")]);
  await admin.getByRole("button", { name: "Check files" }).click();
  await expect(admin.getByText("2 files have this name: “members.csv”, “MEMBERS.CSV”.")).toBeVisible();
  await expect(admin.getByRole("button", { name: /^Import/ })).toHaveCount(0);

  const mended = csv("purchase-orders.csv", "number,amount,valid_through", `${number},1250.00,2027-04-03`);
  await choose.setInputFiles(mended);
  await admin.getByRole("button", { name: "Check files" }).click();
  await expect(admin.getByText("1 line ready to import")).toBeVisible();
  await admin.getByRole("button", { name: "Import 1 line" }).click();
  await expect(admin.getByText("1 line imported")).toBeVisible();
  await admin.goto(`/ab/reports/purchase-orders?q=${number}`);
  await expect(admin.getByRole("link", { name: number, exact: true })).toBeVisible();

  await admin.goto(importPage);
  await choose.setInputFiles(mended);
  await admin.getByRole("button", { name: "Check files" }).click();
  await expect(admin.getByRole("row", { name: /Purchase orders/ }).getByRole("cell")).toHaveText([
    "Purchase orders",
    "0",
    "1",
    "0",
  ]);
  await admin.setViewportSize(phone);
  await expectNoSidewaysScroll(admin);
});

test("only admins and program owners import, whatever they send", async ({ as }) => {
  const manager = await as("hiring-manager");
  await manager.goto(importPage);
  await expect(manager.getByText("Admins and program owners change company settings.")).toBeVisible();
  const file = csv("purchase-orders.csv", "number,amount", "X-1,5");
  const answer = await manager.request.post("/api/imports", { multipart: { file, write: "yes" } });
  expect(answer.status()).toBe(403);
  const foreign = await manager.request.post("/api/imports", {
    multipart: { file },
    headers: { origin: "https://elsewhere.example", "sec-fetch-site": "cross-site" },
  });
  expect(foreign.status()).toBe(403);
});
