import { FilterChips } from "@/components/ui/chips";
import { type ContractType, contractTypes, type OfferKind, offerKinds } from "@/db/enums";
import { kindWords, typeWords } from "@/lib/words";

type Said = { kind?: OfferKind; type?: ContractType };

type ContractChipsProps = {
  said: Said;
  /** the address of the list with this changed */
  addressOf: (change: Said) => string;
};

/** Filters of a list of contracts by kind and type; each leads to an address of its own. */
export function ContractChips({ said, addressOf }: ContractChipsProps) {
  const off = { kind: undefined, type: undefined };
  return (
    <FilterChips
      label="Filters"
      items={[
        ...contractTypes.map((type) => ({
          label: typeWords[type],
          active: said.type === type,
          href: addressOf({ type: said.type === type ? undefined : type }),
        })),
        ...offerKinds.map((kind) => ({
          label: kindWords[kind],
          active: said.kind === kind,
          href: addressOf({ kind: said.kind === kind ? undefined : kind }),
        })),
      ]}
      clearHref={said.kind || said.type ? addressOf(off) : undefined}
    />
  );
}
