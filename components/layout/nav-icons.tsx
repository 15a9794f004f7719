import {
  BriefcaseBusiness,
  Building2,
  ChartNoAxesColumn,
  Coins,
  FileSignature,
  Handshake,
  type LucideIcon,
  Receipt,
  Scale,
  Settings,
  Wallet,
} from "lucide-react";
import type { NavIcon } from "./nav";

const icons: Record<NavIcon, LucideIcon> = {
  jobs: BriefcaseBusiness,
  reports: ChartNoAxesColumn,
  billing: Receipt,
  settings: Settings,
  offers: FileSignature,
  contracts: Handshake,
  earnings: Wallet,
  moves: Coins,
  disputes: Scale,
  companies: Building2,
};

/** The mark of an entry of the rail; the words beside it say everything. */
export function NavMark({ icon }: { icon: NavIcon }) {
  const Icon = icons[icon];
  return <Icon aria-hidden />;
}
