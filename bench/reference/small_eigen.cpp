// Products of Eigen's matrices of fixed sizes.
#include <Eigen/Core>

namespace {
template <int N> void multiply(const double *a, const double *b, double *c) {
    using Square = Eigen::Matrix<double, N, N>;
    Eigen::Map<Square> result(c);
    result.noalias() = Eigen::Map<const Square>(a) * Eigen::Map<const Square>(b);
}
} // namespace

extern "C" void (*small_eigen(int n))(const double *, const double *, double *) {
    switch (n) {
    case 2:
        return multiply<2>;
    case 3:
        return multiply<3>;
    case 4:
        return multiply<4>;
    case 6:
        return multiply<6>;
    case 8:
        return multiply<8>;
    case 10:
        return multiply<10>;
    case 12:
        return multiply<12>;
    case 16:
        return multiply<16>;
    default:
        return nullptr;
    }
}
