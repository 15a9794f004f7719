import { exportReceipts } from "@/lib/billing/export-receipts";
import { filterOf, readAddress } from "@/lib/billing/list-address";
import { canSeeBilling } from "@/lib/billing/rules";
import { csvAnswer, headAnswer, route } from "@/lib/http";
import { answerMember } from "../reader";

/** The company's transactions as CSV, with the filters of its address; for people who see billing. */
export const GET = route(async (request) =>
  answerMember(
    async ({ actor }, { timeZone }) => (canSeeBilling(actor) ? timeZone : null),
    (zone, actor) => {
      const said = readAddress(Object.fromEntries(new URL(request.url).searchParams));
      return csvAnswer("transactions.csv", exportReceipts(actor, filterOf({ ...said, after: undefined }, zone)));
    },
  ),
);

export const HEAD = headAnswer;
