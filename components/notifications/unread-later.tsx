"use client";

import { type ComponentProps, type ComponentType, useEffect, useState } from "react";
import type { LiveUnread } from "./live-unread";

type Props = ComponentProps<typeof LiveUnread>;

/** `LiveUnread`, fetched once the page stands, so that no first load pays for it. */
export function UnreadLater(props: Props) {
  const [Live, setLive] = useState<ComponentType<Props> | null>(null);
  useEffect(() => {
    let gone = false;
    void import("./live-unread").then((module) => {
      if (!gone) setLive(() => module.LiveUnread);
    });
    return () => {
      gone = true;
    };
  }, []);
  return Live && <Live {...props} />;
}
