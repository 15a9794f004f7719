import { Notice } from "@/components/ui/notice";
import { TextLink } from "@/components/ui/text-link";
import type { ContractSide } from "@/db/enums";
import type { Workroom } from "@/lib/contracts/workroom";
import { isDormant, isTalentsWindow } from "@/lib/milestones/rules";

type WorkBannersProps = { work: NonNullable<Workroom["work"]>; disputes: Workroom["disputes"]; side: ContractSide };

/** What of the work somebody must look at before anything else: a dispute, money that nobody moves, nothing left to do. */
export function WorkBanners({ work, disputes, side }: WorkBannersProps) {
  const { contract, milestones } = work;
  const dormant = milestones.filter((each) => each.heldMinor > 0n && isDormant(each));
  const kept = milestones.filter(({ state }) => state !== "removed");
  const done = kept.length > 0 && kept.every(({ state }) => state === "released" || state === "refunded");
  return (
    <>
      {milestones
        .filter(({ id }) => disputes.some(({ milestoneId }) => milestoneId === id))
        .map(({ id, number }) => (
          <Notice key={id} tone="warn" title={`Milestone ${number} is disputed`}>
            Its money is frozen until that ends; everything else goes on.{" "}
            <TextLink href={`#milestone-${number}`}>See the dispute</TextLink>
          </Notice>
        ))}
      {dormant.map((each) => (
        <Notice key={each.id} tone="warn" title={`Milestone ${each.number} is dormant`}>
          Nothing happened on it for 90 days.{" "}
          <TextLink href={`#milestone-${each.number}`}>
            {isTalentsWindow(each) === (side === "talent") ? "Decide what happens to its money" : "See what comes next"}
          </TextLink>
        </Notice>
      ))}
      {done && contract.state === "active" && (
        <Notice tone="info" title="Every milestone is done">
          {side === "client" ? (
            <>
              <TextLink href="#end-date">End the contract</TextLink>, or keep it open and propose another milestone.
            </>
          ) : (
            "The contract stays open: either side may propose another milestone or end it."
          )}
        </Notice>
      )}
    </>
  );
}
