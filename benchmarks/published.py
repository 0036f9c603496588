"""The figures of others for the sets measured here, as their authors give them; none was measured by this project.

Where the split or the way of measuring differs from ours, `split` says how: such a figure is a landmark, no rival.
"""

from benchmarks.rows import Row

PUBLISHED = (
    Row("claimbuster", "four-fold", "macro_f1", "Mistral with LoRA", 0.900),
    Row("claimbuster", "four-fold", "macro_f1", "adversarial BERT", 0.884),
    Row("claimbuster", "four-fold", "macro_f1", "SVM", 0.831),
    Row("policlaim", "test", "f1", "GPT-4", 0.890),
)
