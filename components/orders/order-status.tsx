import { Status } from "@/components/ui/status";
import type { OrderStatus as Word } from "@/lib/orders/rules";
import { statusWords } from "./words";

/** Where a purchase order stands today. */
export function OrderStatus({ status }: { status: Word }) {
  switch (status) {
    case "active":
      return <Status tone="good">{statusWords[status]}</Status>;
    case "expired":
      return (
        <Status tone="bad" glyph="clock">
          {statusWords[status]}
        </Status>
      );
    case "out_of_funds":
      return (
        <Status tone="bad" glyph="alert">
          {statusWords[status]}
        </Status>
      );
    case "one_dollar":
      return (
        <Status tone="info" glyph="dot">
          {statusWords[status]}
        </Status>
      );
    case "archived":
      return <Status tone="neutral">{statusWords[status]}</Status>;
  }
}
