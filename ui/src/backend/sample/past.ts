import type { PlanId } from '../../bindings/PlanId';
import type { Queue } from '../../bindings/Queue';
import { HANH, HOAN } from './stories';

/** What is said of whatever is written into a closed plan. */
export const CLOSED =
  'Kế hoạch này đã đóng nên không nhận thêm nội dung. Nội dung vẫn còn trên máy; nếu cần bổ sung, hãy hỏi đơn vị điều phối kế hoạch.';

/** Written while that plan was open: one edit that was never sent, one that came too late. */
export function tellOfLastYear(plan: PlanId, queue: Queue): void {
  queue.edits.push({
    id: 11,
    by: HOAN,
    at: '2019-01-30T16:50:00+07:00',
    plan,
    entry: { task: 'III.6a', period: 'Q4' },
    what: 'III.6a · Nội dung thực hiện',
    before: null,
    after: 'Cả năm tiếp nhận 912 hồ sơ, giải quyết đúng hạn 905 hồ sơ.',
    canTakeBack: true,
    waitsFor: null,
  });
  queue.refused.push({
    id: 8,
    by: HANH,
    at: '2019-01-31T08:05:00+07:00',
    plan,
    entry: { task: 'VI.1', period: 'Q4' },
    what: 'VI.1 · Nội dung thực hiện',
    value: 'Đã giải ngân 98,2 % kế hoạch vốn được giao.',
    reason: CLOSED,
  });
}
