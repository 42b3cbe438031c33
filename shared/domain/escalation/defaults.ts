/** Where a site file says nothing: amounts that a first week can be worked with, and the departments that nearly every centre hands over to. */
const given = (
  code: string,
  name: string,
  nameEn: string,
  unit: 'money' | 'days',
  [agent, lead, supervisor]: readonly [number, number, number],
) =>
  (
    [
      ['agent', agent],
      ['lead', lead],
      ['supervisor', supervisor],
    ] as const
  ).map(([role, max]) => ({
    code,
    name,
    nameEn,
    unit,
    roles: [role],
    maxAmountPerCase: max,
    maxPerCustomer30d: 2 * max,
    requiresEvidence: role === 'supervisor',
  }));

export const DEFAULT_AUTHORITY = [
  ...given('small-refund', '小额退款', 'Small refund', 'money', [100, 500, 5_000]),
  ...given('gift-resend', '赠品补发', 'Gift sent again', 'money', [100, 300, 1_000]),
  ...given('coupon', '优惠券', 'Coupon', 'money', [50, 200, 1_000]),
  ...given('free-shipping', '免运费', 'Free shipping', 'money', [30, 60, 300]),
  ...given('extension', '延期', 'Extension', 'days', [7, 15, 60]),
];

export const DEFAULT_DEPARTMENTS = [
  { code: 'tech', name: '技术部', nameEn: 'Technology', tracker: true },
  { code: 'product', name: '产品部', nameEn: 'Product', tracker: true },
  { code: 'warehouse', name: '仓储部', nameEn: 'Warehouse' },
  { code: 'logistics', name: '物流部', nameEn: 'Logistics' },
  { code: 'finance', name: '财务部', nameEn: 'Finance' },
];
