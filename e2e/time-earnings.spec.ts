import { expect, test } from "./test";

test("what is pending becomes available on its day, and stands in the sums", async ({ as, advance, witness }) => {
  const waiting = async () => {
    const [row] = await witness.sql`
      select count(*) filter (where moved_at is null)::int as pending, count(*)::int as all,
        coalesce(sum(amount_minor) filter (where moved_at is null), 0)::int as minor
      from earnings e where talent_user_id = (select id from users where email = 'ines@duarte.example') and currency = 'USD'`;
    return { pending: Number(row?.pending), minor: Number(row?.minor) };
  };
  expect((await waiting()).pending).toBeGreaterThan(0);
  const ines = await as("second-freelancer");
  await ines.goto("/talent/earnings");
  const earned = ines.getByRole("table", { name: "Earnings" });
  await expect(earned.getByRole("row", { name: /Bonus/ }).first()).toContainText("Pending");
  await expect(
    ines.getByText(/^The next is available .*GMT|^The next is available .*(WET|WEST|UTC)/).first(),
  ).toBeVisible();
  await advance("P6D");
  expect(await waiting()).toEqual({ pending: 0, minor: 0 });
  await ines.reload();
  await expect(earned.getByRole("row", { name: /Bonus/ }).first()).toContainText("Available");
  await expect(ines.getByText("Nothing waits.").first()).toBeVisible();
});
