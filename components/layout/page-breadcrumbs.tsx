"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { NAV_ITEMS, navHref } from "@/components/layout/nav-items";
import {
  Breadcrumb,
  BreadcrumbItem,
  BreadcrumbLink,
  BreadcrumbList,
  BreadcrumbPage,
  BreadcrumbSeparator,
} from "@/components/ui/breadcrumb";

export function PageBreadcrumbs({ workspace, name }: { workspace: string; name: string }) {
  const [, , segment = "", ...inside] = usePathname().split("/");
  const isInside = inside.length > 0;
  const page = NAV_ITEMS.find((item) => item.segment === segment);
  return (
    <Breadcrumb className="min-w-0 flex-1">
      <BreadcrumbList>
        <BreadcrumbItem>
          <BreadcrumbLink asChild>
            <Link href={navHref(workspace, "")}>{name}</Link>
          </BreadcrumbLink>
        </BreadcrumbItem>
        {page && (
          <>
            <BreadcrumbSeparator />
            <BreadcrumbItem>
              {isInside ? (
                <BreadcrumbLink asChild>
                  <Link href={navHref(workspace, page.segment)}>{page.label}</Link>
                </BreadcrumbLink>
              ) : (
                <BreadcrumbPage>{page.label}</BreadcrumbPage>
              )}
            </BreadcrumbItem>
          </>
        )}
      </BreadcrumbList>
    </Breadcrumb>
  );
}
