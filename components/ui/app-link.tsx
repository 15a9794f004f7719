import type { ComponentProps } from "react";

export type AppLinkProps = Omit<ComponentProps<"a">, "href"> & {
  /** A path of this application, computed or not. */
  href: string;
};

/**
 * A link to another page of ours. It is a plain `<a>`, because a list holds dozens; `SoftLinks` in the frame follows it
 * without loading the document anew. Nothing is fetched before it is pressed.
 */
export function AppLink(props: AppLinkProps) {
  return <a data-app="" {...props} />;
}
