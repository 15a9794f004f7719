import { expect, expectAccessible, test } from "./test";

const settings = "/ab/settings/purchase-orders";

test("with purchase orders off, page, navigation and field are away; on again, everything is there", async ({ as }) => {
  const [admin, hana] = [await as("admin"), await as("hiring-manager")];
  const toggle = async (on: boolean) => {
    await admin.goto(settings);
    await admin.getByRole("checkbox", { name: "This company works with purchase orders" }).setChecked(on);
    await admin.getByRole("button", { name: "Save" }).click();
    await expect(admin.getByText("Saved. It counts from now on.")).toBeVisible();
  };
  await toggle(false);
  await hana.goto("/ab/reports/purchase-orders");
  await expect(hana.getByText("Purchase orders are off for this company. Ask an admin.")).toBeVisible();
  await expect(
    hana.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Purchase orders" }),
  ).toHaveCount(0);
  await hana.goto("/ab/jobs/approvals/new");
  await expect(hana.getByLabel(/^Purchase order/)).toHaveCount(0);
  expect((await hana.request.get("/api/orders/export")).status()).toBe(404);
  await toggle(true);
  await expectAccessible(admin);
  await hana.goto("/ab/jobs/approvals/new");
  await expect(hana.getByLabel(/^Purchase order/)).toBeVisible();
});

test("of two admins the second is told what the first changed", async ({ as }) => {
  const [dana, olu] = [await as("admin"), await as("program-owner")];
  await olu.goto(settings);
  const offers = (page: typeof dana) => page.getByRole("checkbox", { name: "Required on offers" });
  await dana.goto(settings);
  await offers(dana).setChecked(true);
  await dana.getByRole("button", { name: "Save" }).click();
  await expect(dana.getByText("Saved. It counts from now on.")).toBeVisible();
  await olu.getByRole("checkbox", { name: "Hiring managers may add purchase orders" }).setChecked(false);
  await olu.getByRole("button", { name: "Save" }).click();
  await expect(
    olu.getByText(/Nothing was saved: these settings were changed meanwhile by Dana Whitfield/),
  ).toBeVisible();
  await olu.getByRole("link", { name: "Load the current settings" }).click();
  await expect(offers(olu)).toBeChecked();
  await offers(olu).setChecked(false);
  await olu.getByRole("button", { name: "Save" }).click();
  await expect(olu.getByText("Saved. It counts from now on.")).toBeVisible();
});
