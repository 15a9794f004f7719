import "server-only";
import { orderChoicesOf } from "@/components/orders/order-options";
import { orderValuesOf } from "@/components/orders/order-values";
import { getAccountSettings, hiresIn, listHirers } from "@/lib/accounts/queries";
import type { MemberActor } from "@/lib/actor";
import { listHistory } from "@/lib/approvals/queries";
import { countCharges, listCharges, sumCharges } from "@/lib/contracts/charges";
import { findContract, getContractTerms, listOrdersOfContract } from "@/lib/contracts/queries";
import {
  canChangeContact,
  canChangeTerms,
  canCharge,
  canEnd,
  canLinkOrder,
  isPastEnd,
  lacksOrder,
} from "@/lib/contracts/rules";
import { readAs } from "@/lib/ctx";
import { localDateOf } from "@/lib/dates";
import { newId } from "@/lib/ids";
import { escrowAtEnd } from "@/lib/milestones/escrow-at-end";
import { findOffer } from "@/lib/offers/queries";
import { findOrderFacts } from "@/lib/orders/order-facts";
import { findOrderAsk } from "@/lib/orders/queries";
import type { Cursor } from "@/lib/paging";
import { findPost } from "@/lib/posts/queries";

/** Lines of its history on the page of a contract; one with 5,000 charges costs what one with 50 does. */
export const historyShown = 50;

/** Everything the page of one contract shows, in one block; null when it is out of the reader's reach. */
export async function loadContract(actor: MemberActor, number: string, cursor: Cursor | null) {
  return readAs(actor, async (ctx) => {
    const contract = await findContract(ctx, number);
    if (!contract) return null;
    const settings = await getAccountSettings(ctx);
    const today = localDateOf(ctx.now, settings.timeZone);
    const ended = contract.state === "ended";
    const may = {
      linkOrder: settings.ordersOn && !ended && canLinkOrder(actor, contract),
      changeTerms: !ended && canChangeTerms(actor, contract),
      changeContact: !ended && canChangeContact(actor, contract),
      charge: canCharge(actor),
      end: !ended && canEnd(actor, contract),
    };
    const charges = await listCharges(ctx, contract.id, { cursor });
    return {
      contract,
      may,
      settings,
      today,
      terms: await getContractTerms(ctx, contract),
      offer: contract.offerId ? await findOffer(ctx, contract.offerId) : null,
      postOpen: contract.postId !== null && (await findPost(ctx, contract.postId)) !== null,
      history: await listHistory(ctx, "contract", contract.id, historyShown),
      order: {
        facts: await findOrderFacts(ctx, contract.orderId),
        history: await listOrdersOfContract(ctx, contract.id),
        choices: may.linkOrder ? orderChoicesOf(await findOrderAsk(ctx)) : null,
        values: orderValuesOf(contract),
      },
      escrow: may.end ? await escrowAtEnd(ctx, contract) : null,
      contacts: may.changeContact
        ? (await listHirers(ctx))
            .filter((hirer) => hiresIn(hirer, contract.teamId))
            .map(({ userId, name }) => ({ value: userId, label: name }))
        : [],
      charges: {
        ...charges,
        count: await countCharges(ctx, contract.id),
        sum: await sumCharges(ctx, contract.id),
        nextId: newId(),
      },
      pastEnd: isPastEnd(contract, today) ? contract.endDate : null,
      lacksOrder: lacksOrder(contract, settings),
    };
  });
}
