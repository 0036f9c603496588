"""The figures of others for the sets measured here, as their authors give them; none was measured by this project.

Where the split or the way of measuring differs from ours, `split` says how: such a figure is a landmark, no rival.
"""

from benchmarks.rows import Row

PUBLISHED = (
    Row("claimbuster", "four-fold", "macro_f1", "Mistral with LoRA", 0.900),
    Row("claimbuster", "four-fold", "macro_f1", "adversarial BERT", 0.884),
    Row("claimbuster", "four-fold", "macro_f1", "SVM", 0.831),
    Row("policlaim", "test", "f1", "GPT-4", 0.890),
    Row("averitec_gold", "dev", "accuracy", "BERT trained on it", 0.62),
    Row("averitec_gold", "dev", "macro_f1", "BERT trained on it", 0.50),
    Row("averitec_gold", "dev", "accuracy", "CTU, trained on it", 0.81),
    Row("averitec_gold", "dev", "macro_f1", "CTU, trained on it", 0.69),
    Row("averitec_gold", "dev", "f1_supported", "CTU, trained on it", 0.85),
    Row("averitec_gold", "dev", "f1_refuted", "CTU, trained on it", 0.88),
    Row("averitec_gold", "dev", "f1_not_enough_evidence", "CTU, trained on it", 0.63),
    Row("averitec_gold", "dev", "f1_conflicting", "CTU, trained on it", 0.42),
    Row("averitec_pool", "another task: the web", "accuracy", "HerO 70B", 0.726),
    Row("averitec_pool", "another task: the web", "macro_f1", "HerO 70B", 0.459),
    Row("averitec_pool", "another task: the web", "accuracy", "HerO 8B", 0.702),
    Row("averitec_pool", "another task: the web", "macro_f1", "HerO 8B", 0.409),
    Row("wice", "test", "balanced_accuracy", "MiniCheck-7B", 0.830),
    Row("wice", "test", "balanced_accuracy", "GPT-4o", 0.785),
    Row("wice", "test", "balanced_accuracy", "FactCG-DBT", 0.742),
    Row("wice", "test", "balanced_accuracy", "MiniCheck-FT5", 0.722),
    Row("wice", "test", "balanced_accuracy", "AlignScore", 0.660),
    Row("factcheck_bench", "all", "stance_accuracy", "RoBERTa-MNLI", 0.607),
    Row("factcheck_bench", "all", "stance_macro_f1", "RoBERTa-MNLI", 0.512),
    Row("factcheck_bench", "four-way", "stance_macro_f1", "GPT-3.5", 0.332),
    Row("factcheck_bench", "evidence of its own", "f1_true", "GPT-4", 0.79),
    Row("factcheck_bench", "evidence of its own", "f1_false", "GPT-4", 0.63),
    Row("factcheck_bench", "evidence of its own", "f1_true", "Perplexity", 0.83),
    Row("factcheck_bench", "evidence of its own", "f1_false", "Perplexity", 0.53),
    Row("factcheck_bench", "evidence of its own", "f1_true", "GPT-3.5 with the web", 0.81),
    Row("factcheck_bench", "evidence of its own", "f1_false", "GPT-3.5 with the web", 0.46),
)
