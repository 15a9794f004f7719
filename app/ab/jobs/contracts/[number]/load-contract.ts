import "server-only";
import { approvedRequest, comparedRequest } from "@/components/offers/approved-request";
import { orderChoicesOf } from "@/components/orders/order-options";
import { orderValuesOf } from "@/components/orders/order-values";
import { getAccountSettings, hiresIn, listHirers } from "@/lib/accounts/queries";
import type { MemberActor } from "@/lib/actor";
import { findRequest, listLatestHistory } from "@/lib/approvals/queries";
import { clientFeeRate } from "@/lib/billing/client-fee";
import { chargeFigures, listCharges } from "@/lib/contracts/charges";
import { findContract, getContractTerms, listOrdersOfContract } from "@/lib/contracts/queries";
import {
  canChangeContact,
  canChangeTerms,
  canCharge,
  canEnd,
  canLinkOrder,
  lacksOrder,
  neverStarted,
} from "@/lib/contracts/rules";
import { loadWorkroom } from "@/lib/contracts/workroom";
import { type ReadCtx, readAs } from "@/lib/ctx";
import { newId } from "@/lib/ids";
import { escrowAtEnd } from "@/lib/milestones/escrow-at-end";
import { canSeeMoney, isClientSide } from "@/lib/milestones/rules";
import { comparedTerms } from "@/lib/offers/modify-offer";
import { findOffer } from "@/lib/offers/queries";
import { type ComparedTerms, differences } from "@/lib/offers/rules";
import { findOrderFacts } from "@/lib/orders/order-facts";
import { findOrderAsk } from "@/lib/orders/queries";
import type { Cursor } from "@/lib/paging";
import { findPost } from "@/lib/posts/queries";
import { findRefundsOf } from "@/lib/refunds/queries";

/** Where the two lists that go on for years stand: charges and history. */
type At = { charges: Cursor | null; history: Cursor | null };

/** Everything the page of one contract shows, in one block; null when it is out of the reader's reach. */
export async function loadContract(actor: MemberActor, number: string, at: At) {
  return readAs(actor, async (ctx) => {
    const contract = await findContract(ctx, number);
    if (!contract) return null;
    const settings = await getAccountSettings(ctx);
    const { work, disputes, pauses, tasks, today, pastEnd } = await loadWorkroom(ctx, contract);
    const ended = contract.state === "ended";
    const may = {
      linkOrder: settings.ordersOn && !ended && canLinkOrder(actor, contract),
      changeTerms: !ended && canChangeTerms(actor, contract),
      changeContact: !ended && canChangeContact(actor, contract),
      charge: canCharge(actor) && !neverStarted(tasks),
      end: !ended && canEnd(actor, contract),
      work: isClientSide(actor, contract),
    };
    const charges = await listCharges(ctx, contract.id, { cursor: at.charges });
    const terms = await getContractTerms(ctx, contract);
    const offer = contract.offerId ? await findOffer(ctx, contract.offerId) : null;
    return {
      contract,
      may,
      settings,
      today,
      work,
      disputes,
      pauses,
      tasks,
      terms,
      offer,
      approval: offer?.requestId
        ? await findApproval(ctx, offer.requestId, { ...comparedTerms(offer), ...terms })
        : null,
      postOpen: contract.postId !== null && (await findPost(ctx, contract.postId)) !== null,
      history: await listLatestHistory(ctx, "contract", contract.id, { cursor: at.history }),
      order: {
        facts: await findOrderFacts(ctx, contract.orderId),
        history: await listOrdersOfContract(ctx, contract.id),
        choices: may.linkOrder ? orderChoicesOf(await findOrderAsk(ctx)) : null,
        values: orderValuesOf(contract),
      },
      refunds: canSeeMoney(actor, contract) ? await findRefundsOf(ctx, contract) : null,
      escrow: may.end ? await escrowAtEnd(ctx, contract) : null,
      contacts: may.changeContact
        ? (await listHirers(ctx))
            .filter((hirer) => hiresIn(hirer, contract.teamId))
            .map(({ userId, name }) => ({ value: userId, label: name }))
        : [],
      charges: {
        ...charges,
        ...(await chargeFigures(ctx, contract.id)),
        nextId: newId(),
      },
      pastEnd,
      feeRate: may.work ? await clientFeeRate(ctx) : 0,
      lacksOrder: lacksOrder(contract, settings),
    };
  });
}

/** The request a contract goes back to, and how what is agreed now differs from it; null for readers who may not see it. */
async function findApproval(ctx: ReadCtx, requestId: string, agreed: ComparedTerms) {
  const request = await findRequest(ctx, requestId);
  if (!request) return null;
  const approved = comparedRequest(approvedRequest(request, null));
  const { id, title, rateMinor, currency } = request;
  return { request: { id, title, rateMinor, currency }, differences: differences(approved, agreed) };
}
