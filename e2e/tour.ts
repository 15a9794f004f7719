import type { PersonaKey } from "@/lib/demo/personas";
import type { Witness } from "./database";

export type Stop = { as: PersonaKey | "nobody"; path: string };

/** Every page of the product at least once, as somebody for whom it is full. Ids are those of the demo's own story. */
export async function stops({ sql }: Witness): Promise<Stop[]> {
  const one = async (query: string) => String((await sql.unsafe(query))[0]?.id ?? "");
  const northwind = "account_id = (select id from accounts where slug = 'northwind')";
  const hana = "(select id from users where email = 'hana@northwind.example')";
  const pending = await one(
    `select id from approval_requests where ${northwind} and state = 'pending' and requester_id = ${hana} order by 1 limit 1`,
  );
  const approved = await one(
    `select id from approval_requests where ${northwind} and state = 'approved' and requester_id = ${hana} order by 1 limit 1`,
  );
  const declined = await one(
    `select id from approval_requests where ${northwind} and state = 'declined' order by 1 limit 1`,
  );
  const teodors = "(select id from users where email = 'teodor@marsh.example')";
  const offer = await one(
    `select id from offers where ${northwind} and state = 'pending' and talent_user_id = ${teodors} order by 1 limit 1`,
  );
  const contract = await one(`select number as id from contracts where ${northwind} order by 1 limit 1`);
  const charged = await one(
    `select number as id from contracts c where ${northwind} and exists (select from contract_charges h where h.contract_id = c.id) order by 1 limit 1`,
  );
  const post = await one(
    `select id from job_posts where ${northwind} and state = 'open' and owner_id = ${hana} order by 1 limit 1`,
  );
  const closed = await one(`select id from job_posts where ${northwind} and state = 'closed' order by 1 limit 1`);
  const own = await one(
    `select id from contracts where talent_user_id = (select id from users where email = 'ines@duarte.example') order by 1 limit 1`,
  );
  const work = (state: string, column = "number") =>
    one(
      `select c.${column} as id from contracts c join milestones m on m.account_id = c.account_id and m.contract_id = c.id where c.${northwind} and m.state = '${state}' order by 1 limit 1`,
    );
  const [inReview, inRevision, disputed] = [
    await work("submitted"),
    await work("changes_requested"),
    await work("disputed"),
  ];
  const [ownRevision, ownDispute] = [await work("changes_requested", "id"), await work("disputed", "id")];
  const asked = (column: string) =>
    one(
      `select c.${column} as id from refund_asks a join contracts c on c.account_id = a.account_id and c.id = a.contract_id where c.${northwind} and a.state = 'open' limit 1`,
    );
  const [refundAsked, ownRefundAsked] = [await asked("number"), await asked("id")];
  const pendingContract = (column: string) =>
    one(`select ${column} as id from contracts where ${northwind} and state = 'pending' order by 1 limit 1`);
  const [planned, ownPlanned, planOffer] = [
    await pendingContract("number"),
    await pendingContract("id"),
    await pendingContract("offer_id"),
  ];
  const order = await one(`select id from purchase_orders where ${northwind} and number = '4500-1182'`);
  const receipt = await one(
    `select id from receipts where ${northwind} and order_number is not null order by 1 limit 1`,
  );
  const invoice = await one(`select id from invoices where ${northwind} order by 1 limit 1`);
  const month = await one(
    `select to_char(max(issued_at at time zone 'UTC'), 'YYYY-MM') as id from receipts where ${northwind}`,
  );
  const move = await one(`select id from money_moves where ${northwind} and state = 'proposed' order by 1 limit 1`);
  const paidOut = await one(
    `select id from money_moves where ${northwind} and kind = 'payout' and state = 'confirmed' order by 1 limit 1`,
  );
  const payout = await one(
    `select id from payout_requests where ${northwind} order by state = 'open' desc, id limit 1`,
  );
  const dispute = await one(
    `select id from escrow_disputes where ${northwind} and state = 'mediation' order by 1 limit 1`,
  );
  const earning = await one(
    "select id from earnings where talent_user_id = (select id from users where email = 'ines@duarte.example') order by 1 limit 1",
  );
  const team = await one(`select id from teams where ${northwind} and name = 'Finance operations'`);
  const people = await sql<{ id: string; email: string }[]>`select id, email from users`;
  const member = (name: string) => people.find(({ email }) => email === `${name}@northwind.example`)?.id ?? "";
  const at = (as: Stop["as"], ...paths: string[]) => paths.map((path) => ({ as, path }));
  return [
    ...at("nobody", "/sign-in", "/verify?token=none", "/d/none", "/unsubscribe/none", "/nothing-here"),
    ...at(
      "hiring-manager",
      "/ab/jobs/approvals?tab=all",
      "/ab/jobs/approvals/new",
      `/ab/jobs/approvals/${approved}`,
      `/ab/jobs/offers/new?request=${approved}`,
      "/ab/jobs/offers/new",
      `/ab/jobs/offers/new?post=${post}`,
      "/ab/jobs/posts",
      "/ab/jobs/posts/new",
      `/ab/jobs/posts/${post}`,
      `/ab/jobs/posts/${post}/edit`,
      `/ab/jobs/posts/${closed}`,
    ),
    ...at("approver", "/ab/jobs/approvals", `/ab/jobs/approvals/${pending}`, "/ab/notifications"),
    ...at(
      "admin",
      "/ab/settings",
      "/ab/settings/purchase-orders",
      "/ab/settings/spend-alerts",
      "/ab/settings/import",
      "/ab/settings/teams",
      `/ab/settings/teams/${team}`,
      "/ab/settings/members",
      "/ab/settings/members?state=removed",
      "/ab/settings/members?state=invited",
      "/ab/settings/members/invite",
      "/join/none",
      `/ab/settings/members/${member("hana")}`,
      `/ab/settings/members/${member("bo")}`,
      "/ab/reports/spend-alerts",
      "/ab/notification-settings?preview=me",
      "/ab/reports/purchase-orders?tab=all",
      "/ab/reports/purchase-orders/new",
      `/ab/reports/purchase-orders/${order}`,
      `/ab/reports/purchase-orders/${order}/edit`,
      "/ab/jobs/approvals?tab=all&filters=open",
      `/ab/jobs/approvals/${pending}`,
      `/ab/jobs/approvals/${declined}`,
      "/ab/jobs/offers",
      `/ab/jobs/offers/${offer}`,
      `/ab/jobs/offers/${offer}/modify`,
      "/ab/jobs/contracts?tab=all",
      `/ab/jobs/contracts/${charged}`,
      `/ab/jobs/contracts/${contract}`,
      "/ab/jobs/contracts?tab=pending",
      `/ab/jobs/contracts/${planned}`,
      `/ab/jobs/offers/${planOffer}`,
      `/ab/jobs/offers/new?from=${planOffer}`,
      `/ab/jobs/contracts/${inReview}`,
      `/ab/jobs/contracts/${refundAsked}`,
      `/ab/jobs/contracts/${inRevision}`,
      `/ab/jobs/contracts/${disputed}`,
      "/ab/jobs/contracts?tab=all&type=fixed_price&kind=payroll",
    ),
    ...at("freelancer", "/talent/offers", `/talent/offers/${offer}`),
    ...at(
      "second-freelancer",
      "/talent/contracts",
      `/talent/contracts/${own}`,
      `/talent/contracts/${ownPlanned}`,
      `/talent/offers/${planOffer}`,
      `/talent/contracts/${ownRevision}`,
      `/talent/contracts/${ownRefundAsked}`,
      `/talent/contracts/${ownDispute}`,
      "/talent/contracts?type=hourly",
      "/talent/offers?tab=answered",
    ),
    ...at(
      "finance-admin",
      "/ab/billing",
      "/ab/billing/transactions",
      "/ab/billing/transactions?kind=payment&order=none&filters=open",
      "/ab/billing/invoices",
      ...(invoice ? [`/ab/billing/invoices/${invoice}`] : []),
      `/ab/billing/receipts/${receipt}`,
      `/ab/billing/statements/${month}`,
      "/ab/billing/payments",
    ),
    ...at(
      "second-freelancer",
      "/talent/earnings",
      "/talent/earnings?tab=payouts",
      `/talent/earnings/${earning}`,
      `/talent/earnings/payouts/${paidOut}`,
    ),
    ...at("freelancer", "/talent/earnings", "/talent/notification-settings"),
    ...at(
      "payment-operations-agent",
      "/staff/moves",
      "/staff/moves?tab=payouts",
      `/staff/companies/northwind/payouts/${payout}`,
      "/staff/companies",
      "/staff/companies/northwind",
      `/staff/companies/northwind/moves/${move}`,
      "/staff/companies/northwind/contracts",
      `/staff/companies/northwind/contracts/${charged}`,
      `/staff/companies/northwind/contracts/${inReview}`,
    ),
    ...at(
      "support-agent",
      "/staff/disputes",
      `/staff/disputes?company=northwind&contract=${inRevision}`,
      "/staff/disputes?company=northwind&contract=999999",
      "/staff/moves",
      `/staff/companies/northwind/contracts/${inRevision}`,
      `/staff/companies/northwind/disputes/${dispute}`,
    ),
    ...at("payment-operations-agent", "/dev/mailbox", "/dev/emails"),
  ];
}

/** Everybody the tour is taken as. */
export const visitors = [
  "nobody",
  "hiring-manager",
  "approver",
  "admin",
  "finance-admin",
  "freelancer",
  "second-freelancer",
  "support-agent",
  "payment-operations-agent",
] as const satisfies readonly Stop["as"][];
