"""Nine steps: the request, and eight by hand. Each belongs to somebody from the start, as ours lie on a desk."""

from viewflow import this
from viewflow.workflow import flow, lock
from viewflow.workflow.models import Process

worker = None  # who does every step


class Nine(flow.Flow):
    process_class = Process
    lock_impl = lock.select_for_update_lock  # ours locks its case, too

    step1 = flow.StartHandle().Next(this.step2)
    step2 = flow.View(None).Assign(lambda _: worker).Next(this.step3)
    step3 = flow.View(None).Assign(lambda _: worker).Next(this.step4)
    step4 = flow.View(None).Assign(lambda _: worker).Next(this.step5)
    step5 = flow.View(None).Assign(lambda _: worker).Next(this.step6)
    step6 = flow.View(None).Assign(lambda _: worker).Next(this.step7)
    step7 = flow.View(None).Assign(lambda _: worker).Next(this.step8)
    step8 = flow.View(None).Assign(lambda _: worker).Next(this.step9)
    step9 = flow.View(None).Assign(lambda _: worker).Next(this.end)
    end = flow.End()
